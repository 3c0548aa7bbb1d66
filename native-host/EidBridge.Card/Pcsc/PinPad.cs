using System.Buffers.Binary;
using EidBridge.Card.Apdu;

namespace EidBridge.Card.Pcsc;

/// <summary>
/// The keypad of a reader: PC/SC part 10 (version 2.02.09), FEATURE_VERIFY_PIN_DIRECT by SCardControl, or by the pseudo command
/// FF C2 01 06 where the driver has no such control.
/// </summary>
internal sealed class PinPad
{
    /// <summary>The reader's own limit for the person.</summary>
    public const int Seconds = 30;

    private const byte VerifyPinDirect = 0x06;
    private const int MaxDigits = 12;
    private const int MaxDigitsOfGemPc = 8;

    // bmFormatString: BCD, left justified, from byte 1; SPRx32 with firmware before 5.06 wants the same without a position.
    private const byte Format = 0x89;
    private const byte FormatOfOldSprx32 = 0x01;
    private const uint FirstGoodSprx32 = 0x05060000;

    // Drivers of these announce a keypad that they do not have.
    private static readonly string[] WithoutKeypad = ["OMNIKEY 3x21", "OMNIKEY 3121", "OMNIKEY 3021", "OMNIKEY 3821", "OMNIKEY 6121", "OMNIKEY 6321"];

    // Only readers that say they have a keypad are sent the pseudo command: on any other it would go to the card.
    private static readonly string[] SayTheyHaveOne = ["pinpad", "pin pad", "pin-pad", "keypad"];

    private readonly uint? _code;
    private readonly int _maxDigits;
    private readonly byte _format;

    private PinPad(uint? code, int maxDigits, byte format)
    {
        _code = code;
        _maxDigits = maxDigits;
        _format = format;
    }

    /// <summary>Asks the reader; sends nothing to the card.</summary>
    /// <returns>Null for a reader without a keypad.</returns>
    /// <exception cref="PcscException">The card, the reader or the service is gone, or the card was reset: nothing is known of the keypad.</exception>
    public static PinPad? Find(IPcscCard card, string reader)
    {
        if (Array.Exists(WithoutKeypad, name => reader.Contains(name, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var digits = reader.Contains("GemPC Pinpad", StringComparison.OrdinalIgnoreCase) ? MaxDigitsOfGemPc : MaxDigits;
        var format = reader.Contains("SPRx32", StringComparison.OrdinalIgnoreCase) && card.ReaderVersion < FirstGoodSprx32 ? FormatOfOldSprx32 : Format;
        try
        {
            return CodeOf(card.Control(card.FeatureRequest, []), VerifyPinDirect) is { } code ? new PinPad(code, digits, format) : null;
        }
        catch (PcscException e) when (e.Fault is CardFault.CardError)
        {
            return Array.Exists(SayTheyHaveOne, word => reader.Contains(word, StringComparison.OrdinalIgnoreCase)) ? FindPseudo(card, digits, format) : null;
        }
    }

    /// <summary>Opens the keypad. Blocks until something was typed or the reader gives up.</summary>
    /// <returns>The status word of the reader or, through it, of the card.</returns>
    public ushort Verify(IPcscCard card, string language)
    {
        var structure = Structure(language, _maxDigits, _format);
        var answer = _code is { } code
            ? card.Control(code, structure)
            : card.Transmit([0xFF, 0xC2, 0x01, VerifyPinDirect, (byte)structure.Length, .. structure]);
        return ResponseApdu.Parse(answer).StatusWord;
    }

    /// <summary>PIN_VERIFY_STRUCTURE (section 2.5.2): the card's PIN block is 2L, then up to 14 digits in BCD from the left, the rest F.</summary>
    private static byte[] Structure(string language, int maxDigits, byte format)
    {
        var bytes = new byte[]
        {
            Seconds, Seconds,            // bTimeOut, bTimeOut2
            format,                      // bmFormatString
            0x47,                        // bmPINBlockString: length in 4 bits, block of 7 bytes
            0x04,                        // bmPINLengthFormat: length at bit 4
            (byte)maxDigits, 0x04,       // wPINMaxExtraDigit: most, least
            0x02,                        // bEntryValidationCondition: the confirm key
            0x01,                        // bNumberMessage: one message
            0x00, 0x00,                  // wLangId
            0x00,                        // bMsgIndex: "enter PIN"
            0x00, 0x00, 0x00,            // bTeoPrologue: T=0
            0x0D, 0x00, 0x00, 0x00,      // ulDataLength
            0x00, 0x20, 0x00, 0x01, 0x08, 0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        };
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(9), LanguageId(language));
        return bytes;
    }

    // Windows language identifiers, as the specification wants them.
    private static ushort LanguageId(string language) => language.Split('-')[0] switch
    {
        "nl" => 0x0813,
        "fr" => 0x080C,
        "de" => 0x0407,
        _ => 0x0409,
    };

    private static PinPad? FindPseudo(IPcscCard card, int digits, byte format)
    {
        try
        {
            var answer = ResponseApdu.Parse(card.Transmit([0xFF, 0xC2, 0x01, 0x00, 0x00]));
            return answer.StatusWord == 0x9000 && answer.Data.Span.Contains(VerifyPinDirect) ? new PinPad(code: null, digits, format) : null;
        }
        catch (PcscException e) when (e.Fault is CardFault.CardError)
        {
            return null;
        }
    }

    // TLV list: tag in one byte, length 4, control code big endian.
    private static uint? CodeOf(ReadOnlySpan<byte> list, byte feature)
    {
        while (list.Length >= 6 && list[1] == 4)
        {
            if (list[0] == feature)
            {
                return BinaryPrimitives.ReadUInt32BigEndian(list[2..]);
            }

            list = list[6..];
        }

        return null;
    }
}
