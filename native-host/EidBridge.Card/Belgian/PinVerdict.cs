namespace EidBridge.Card.Belgian;

/// <summary>What came of a PIN.</summary>
/// <param name="TriesLeft">Null when the PIN was right or none came.</param>
/// <param name="Keypad">Why no PIN came from the reader's keypad, or null.</param>
internal sealed record PinVerdict(bool IsRight, int? TriesLeft, SigningResult? Keypad = null)
{
    // PC/SC part 10, table of status words of PIN verification.
    private const ushort KeypadTimedOut = 0x6400;
    private const ushort KeypadCancelled = 0x6401;
    private const ushort KeypadLength = 0x6403;

    /// <exception cref="CardException">A status word that the manual does not foresee.</exception>
    public static PinVerdict FromCard(ushort status) => status switch
    {
        Sw.Ok => new PinVerdict(IsRight: true, TriesLeft: null),
        > Sw.NoTriesLeft and <= Sw.MostTriesLeft => new PinVerdict(IsRight: false, status & 0x0F),
        Sw.NoTriesLeft or Sw.PinBlocked => new PinVerdict(IsRight: false, 0),
        _ => throw Sw.Unexpected("VERIFY", status),
    };

    /// <summary>The keypad's own words, else the card's.</summary>
    /// <exception cref="CardException">As above.</exception>
    public static PinVerdict FromKeypad(ushort status) => status switch
    {
        KeypadCancelled => new PinVerdict(IsRight: false, TriesLeft: null, new SigningResult.KeypadCancelled()),
        KeypadTimedOut or KeypadLength => new PinVerdict(IsRight: false, TriesLeft: null, new SigningResult.KeypadTimedOut()),
        _ => FromCard(status),
    };
}
