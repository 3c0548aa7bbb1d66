namespace EidBridge.VirtualCard.Card;

/// <summary>What a command answers: data, or a status word alone.</summary>
internal readonly record struct CardAnswer(byte[] Data, ushort Status)
{
    public static implicit operator CardAnswer(ushort status) => new([], status);

    public static implicit operator CardAnswer(byte[] data) => new(data, StatusWord.Ok);
}

/// <summary>A command behind its class and instruction.</summary>
/// <param name="p3">Lc or Le, whichever the command has (T=0).</param>
internal readonly ref struct CommandBody(byte p1, byte p2, byte p3, ReadOnlySpan<byte> data)
{
    public byte P1 { get; } = p1;

    public byte P2 { get; } = p2;

    public ReadOnlySpan<byte> Data { get; } = data;

    /// <summary>Bytes wanted: 00 means 256.</summary>
    public int Wanted { get; } = p3 == 0 ? 256 : p3;
}
