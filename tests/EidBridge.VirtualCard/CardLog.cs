namespace EidBridge.VirtualCard;

/// <summary>One command as the card saw it. Never its data.</summary>
/// <param name="Name">For example <c>VERIFY</c>.</param>
/// <param name="BytesIn">Bytes to the card, header included.</param>
/// <param name="BytesOut">Bytes back, status word included.</param>
/// <param name="StatusWord">SW1 SW2; 0 where the card was pulled before it answered.</param>
/// <param name="Cost">Time the command takes on this card.</param>
public sealed record CardLogEntry(string Name, int BytesIn, int BytesOut, ushort StatusWord, TimeSpan Cost)
{
    public override string ToString() => FormattableString.Invariant($"{Name} in={BytesIn} out={BytesOut} sw={StatusWord:X4}");
}

/// <summary>Sums over a log.</summary>
public sealed record CardCount(int Apdus, int BytesIn, int BytesOut, int Verifies, TimeSpan CardTime)
{
    public static CardCount Of(IReadOnlyCollection<CardLogEntry> entries) => new(
        entries.Count,
        entries.Sum(e => e.BytesIn),
        entries.Sum(e => e.BytesOut),
        entries.Count(e => e.Name == "VERIFY"),
        entries.Aggregate(TimeSpan.Zero, (sum, e) => sum + e.Cost));
}
