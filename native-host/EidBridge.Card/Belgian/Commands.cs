using EidBridge.Card.Apdu;

namespace EidBridge.Card.Belgian;

/// <summary>SELECT by path from the MF (ISO 7816-4 section 11.2.2, P1 = 08h), no data back.</summary>
internal sealed class SelectByPath(params byte[] path) : ICardCommand<ushort>
{
    public CommandApdu ToApdu() => CommandApdu.With(0x00, 0xA4, 0x08, 0x0C, path);

    public ushort Interpret(ResponseApdu response) => response.StatusWord;
}

/// <summary>SELECT by file id (P1 = 02h).</summary>
internal sealed class SelectById(byte high, byte low) : ICardCommand<ushort>
{
    public CommandApdu ToApdu() => CommandApdu.With(0x00, 0xA4, 0x02, 0x0C, [high, low]);

    public ushort Interpret(ResponseApdu response) => response.StatusWord;
}

/// <summary>READ BINARY (ISO 7816-4 section 11.3.3).</summary>
/// <param name="offset">Below 8000h.</param>
/// <param name="length">1 to 256.</param>
internal sealed class ReadBinary(int offset, int length) : ICardCommand<ReadOnlyMemory<byte>>
{
    public CommandApdu ToApdu() => CommandApdu.Expecting(0x00, 0xB0, (byte)(offset >> 8), (byte)offset, (byte)length);

    public ReadOnlyMemory<byte> Interpret(ResponseApdu response) => response.StatusWord switch
    {
        Sw.Ok => response.Data,
        var sw => throw Sw.Unexpected("READ BINARY", sw),
    };
}

/// <summary>READ BINARY of a file whose length nobody knows.</summary>
/// <param name="offset">Below 8000h.</param>
/// <param name="length">1 to 256.</param>
internal sealed class ReadFileBlock(int offset, int length) : ICardCommand<FileBlock>
{
    public CommandApdu ToApdu() => CommandApdu.Expecting(0x00, 0xB0, (byte)(offset >> 8), (byte)offset, (byte)length);

    public FileBlock Interpret(ResponseApdu response) => response.StatusWord switch
    {
        // With data it is garbled: the end of the file would cut off what came.
        Sw.OffsetOutside when response.Data.IsEmpty => new FileBlock(default, IsLast: true),
        Sw.Ok when response.Data.Length is > 0 and <= 256 => new FileBlock(response.Data, response.IsRest),
        var sw => throw Sw.Unexpected("READ BINARY", sw),
    };
}

/// <param name="IsLast">Whether the card said that nothing follows.</param>
internal readonly record struct FileBlock(ReadOnlyMemory<byte> Data, bool IsLast);

/// <summary>MANAGE SECURITY ENVIRONMENT: SET for a digital signature (card manual).</summary>
internal sealed class SetSecurityEnvironment(byte algorithm, byte key) : ICardCommand<ushort>
{
    public CommandApdu ToApdu() => CommandApdu.With(0x00, 0x22, 0x41, 0xB6, [0x04, 0x80, algorithm, 0x84, key]);

    public ushort Interpret(ResponseApdu response) => response.StatusWord;
}

/// <summary>VERIFY of the cardholder's PIN, reference 01h (ISO 7816-4 section 11.6.6, card manual).</summary>
internal sealed class VerifyPin(Pin pin) : ICardCommand<PinVerdict>
{
    public CommandApdu ToApdu() => CommandApdu.With(0x00, 0x20, 0x00, 0x01, pin.Block);

    public PinVerdict Interpret(ResponseApdu response) => PinVerdict.FromCard(response.StatusWord);
}

/// <summary>PERFORM SECURITY OPERATION: COMPUTE DIGITAL SIGNATURE (ISO 7816-8 section 5.4); the wire fetches the answer.</summary>
internal sealed class ComputeSignature(byte[] hash) : ICardCommand<ReadOnlyMemory<byte>>
{
    public CommandApdu ToApdu() => CommandApdu.With(0x00, 0x2A, 0x9E, 0x9A, hash);

    public ReadOnlyMemory<byte> Interpret(ResponseApdu response) => response.StatusWord switch
    {
        Sw.Ok => response.Data,
        var sw => throw Sw.Unexpected("PSO", sw),
    };
}

/// <summary>GET CARD DATA: the applet's version, 17h or 18h, in byte 21 (card manual).</summary>
internal sealed class GetCardData : ICardCommand<byte>
{
    private const int Length = 28;
    private const int AppletVersion = 21;

    public CommandApdu ToApdu() => CommandApdu.Expecting(0x80, 0xE4, 0x00, 0x00, Length);

    public byte Interpret(ResponseApdu response) => response switch
    {
        { StatusWord: Sw.Ok, Data.Length: > AppletVersion } => response.Data.Span[AppletVersion],
        { StatusWord: var sw } => throw new CardException(CardFault.CardUnsupported, FormattableString.Invariant($"GET CARD DATA: {sw:X4}")),
    };
}

/// <summary>VERIFY without data asks how many tries are left (ISO 7816-4 section 11.6.6); free from applet 1.7 on.</summary>
internal sealed class AskPinStatus : ICardCommand<int?>
{
    private const int AllTries = 3;

    public CommandApdu ToApdu() => CommandApdu.Expecting(0x00, 0x20, 0x00, 0x01, 0x00);

    /// <returns>A PIN that stands verified has put the counter back to its start (card manual). Null where a reader keeps VERIFY to its keypad.</returns>
    public int? Interpret(ResponseApdu response) => response.StatusWord switch
    {
        Sw.Ok => AllTries,
        >= Sw.NoTriesLeft and <= Sw.MostTriesLeft and var sw => sw & 0x0F,
        Sw.PinBlocked => 0,
        _ => null,
    };
}

/// <summary>LOG OFF: the card forgets the PIN (card manual).</summary>
internal sealed class LogOff : ICardCommand<bool>
{
    public CommandApdu ToApdu() => CommandApdu.Bare(0x80, 0xE6, 0x00, 0x00);

    public bool Interpret(ResponseApdu response) => response.StatusWord == Sw.Ok;
}

/// <summary>Status words of the card manual.</summary>
internal static class Sw
{
    public const ushort Ok = 0x9000;
    public const ushort NoTriesLeft = 0x63C0;
    public const ushort MostTriesLeft = 0x63CF;
    public const ushort PinBlocked = 0x6983;
    public const ushort FileNotFound = 0x6A82;
    public const ushort WrongParameters = 0x6A86;
    public const ushort WrongLength = 0x6A87;
    public const ushort OffsetOutside = 0x6B00;

    public static CardException Unexpected(string command, ushort sw) =>
        new(CardFault.CardError, FormattableString.Invariant($"{command}: {sw:X4}"));
}
