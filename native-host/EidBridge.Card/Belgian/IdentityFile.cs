using EidBridge.Card.Apdu;

namespace EidBridge.Card.Belgian;

/// <summary>Reads a file of the identity directory to its end, wherever that is: only the card knows its length.</summary>
internal static class IdentityFile
{
    private const int BlockLength = 256;
    private const int MaxLength = 16 * 1024;

    // Fixed by the card manuals. A card that differs costs one command more.
    private const int AddressLength17 = 117;
    private const int AddressLength18 = 135;
    private const int SignatureLength17 = 256;
    private const int SignatureLength18 = 104;
    private const byte BasicKeyTag = 0x1A;

    /// <summary>The file must be selected.</summary>
    /// <param name="expected">Its length where the manual tells it, else null.</param>
    public static byte[] Read(CardWire wire, int? expected)
    {
        var bytes = new List<byte>();
        while (true)
        {
            var wanted = expected is { } length && length > bytes.Count ? Math.Min(BlockLength, length - bytes.Count) : BlockLength;
            var block = wire.Send(new ReadFileBlock(bytes.Count, wanted));
            bytes.AddRange(block.Data.Span);
            if (block.IsLast || bytes.Count == expected)
            {
                return [.. bytes];
            }

            if (bytes.Count > MaxLength)
            {
                throw new CardException(CardFault.CardError, "a file without end");
            }
        }
    }

    /// <summary>Whether the selected file starts as this one, whose first block was shown to the person.</summary>
    public static bool StartsAs(byte[] shown, CardWire wire)
    {
        var start = shown.AsSpan(0, Math.Min(BlockLength, shown.Length));
        return Read(wire, start.Length).AsSpan().StartsWith(start);
    }

    /// <param name="identity">The identity file of this card, which tells its applet; null when it was not read.</param>
    public static int? LengthOf(CardFile file, byte[]? identity) => (file, identity is null ? null : Has(identity, BasicKeyTag)) switch
    {
        (CardFile.Address, true) => AddressLength18,
        (CardFile.Address, false) => AddressLength17,
        (CardFile.IdentitySignature or CardFile.AddressSignature, true) => SignatureLength18,
        (CardFile.IdentitySignature or CardFile.AddressSignature, false) => SignatureLength17,
        _ => null,
    };

    // Tag, length, value (card content); only applet 1.8 has a basic key. Wrong bytes cost a command, never a wrong answer.
    private static bool? Has(ReadOnlySpan<byte> file, byte tag)
    {
        while (file.Length > 1)
        {
            if (file[0] == tag)
            {
                return true;
            }

            var next = 2 + file[1];
            file = next <= file.Length ? file[next..] : default;
        }

        return false;
    }
}
