using EidBridge.Card.Pcsc;

namespace EidBridge.Card.Apdu;

/// <summary>A command of ISO 7816-3 for T=0: five bytes at most plus data. A command with data in both directions has no Le there.</summary>
internal readonly struct CommandApdu
{
    private readonly byte[] _bytes;

    private CommandApdu(byte[] bytes) => _bytes = bytes;

    /// <summary>Pinned and locked, so that a PIN in it is in one place only; overwritten by the wire after use.</summary>
    public Span<byte> Bytes => _bytes;

    /// <summary>Case 1: no data either way.</summary>
    public static CommandApdu Bare(byte cla, byte ins, byte p1, byte p2) => Make([cla, ins, p1, p2], []);

    /// <summary>Case 2: data from the card; 0 means 256 bytes.</summary>
    public static CommandApdu Expecting(byte cla, byte ins, byte p1, byte p2, byte le) => Make([cla, ins, p1, p2, le], []);

    /// <summary>Case 3, and case 4 under T=0: data to the card.</summary>
    public static CommandApdu With(byte cla, byte ins, byte p1, byte p2, ReadOnlySpan<byte> data) =>
        Make([cla, ins, p1, p2, checked((byte)data.Length)], data);

    private static CommandApdu Make(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data)
    {
        var bytes = SecretMemory.Allocate(header.Length + data.Length);
        header.CopyTo(bytes);
        data.CopyTo(bytes.AsSpan(header.Length));
        return new CommandApdu(bytes);
    }
}

/// <param name="StatusWord">SW1 SW2 (ISO 7816-4 section 5.6).</param>
internal readonly record struct ResponseApdu(ReadOnlyMemory<byte> Data, ushort StatusWord)
{
    /// <summary>Whether the card named this length itself (6Cxx): there is no more.</summary>
    public bool IsRest { get; init; }

    /// <exception cref="PcscException">Shorter than a status word: some drivers report a card that was pulled so, as a success.</exception>
    public static ResponseApdu Parse(byte[] answer) => answer.Length >= 2
        ? new ResponseApdu(answer.AsMemory(0, answer.Length - 2), (ushort)((answer[^2] << 8) | answer[^1]))
        : throw new PcscException("SCardTransmit: no status word", PcscCode.CommunicationError);
}

/// <summary>A command knows its bytes and its answers.</summary>
internal interface ICardCommand<out TResult>
{
    CommandApdu ToApdu();

    /// <exception cref="CardException">A status word that the manual does not foresee.</exception>
    TResult Interpret(ResponseApdu response);
}
