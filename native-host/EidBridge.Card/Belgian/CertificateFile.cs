using EidBridge.Card.Apdu;

namespace EidBridge.Card.Belgian;

/// <summary>Reads a certificate file: its length is in the DER header, the padding behind it is never fetched.</summary>
internal static class CertificateFile
{
    private const int BlockLength = 256;
    private const int HeaderLength = 4;
    private const int MaxLength = 8 * 1024;

    /// <summary>The file must be selected. ceil(length / 256) READ BINARY.</summary>
    public static byte[] Read(CardWire wire)
    {
        var first = ReadFirstBlock(wire);
        return Complete(first, LengthOf(first.Span), wire);
    }

    /// <summary>The file must be selected. Whether its first 256 bytes are those of the certificate: it holds serial number, issuer and validity by then.</summary>
    public static bool StartsAs(byte[] certificate, CardWire wire)
    {
        var start = certificate.AsSpan(0, Math.Min(BlockLength, certificate.Length));
        return Complete(ReadFirstBlock(wire), start.Length, wire).AsSpan().SequenceEqual(start);
    }

    // A reader that shortens answers may give fewer bytes than were asked for.
    private static byte[] Complete(ReadOnlyMemory<byte> first, int length, CardWire wire)
    {
        var bytes = new byte[length];
        var have = Math.Min(first.Length, length);
        first.Span[..have].CopyTo(bytes);
        while (have < length)
        {
            var block = wire.Send(new ReadBinary(have, Math.Min(BlockLength, length - have)));
            if (block.IsEmpty || block.Length > length - have)
            {
                throw new CardException(CardFault.CardError, "READ BINARY gave no block of the certificate");
            }

            block.Span.CopyTo(bytes.AsSpan(have));
            have += block.Length;
        }

        return bytes;
    }

    private static ReadOnlyMemory<byte> ReadFirstBlock(CardWire wire)
    {
        var block = wire.Send(new ReadBinary(0, BlockLength));
        return block.Length >= HeaderLength
            ? block
            : throw new CardException(CardFault.CardError, "READ BINARY gave no header of the certificate");
    }

    // X.690: SEQUENCE, length in two bytes. All zero means that the card has no such certificate.
    private static int LengthOf(ReadOnlySpan<byte> block)
    {
        if (!block.ContainsAnyExcept((byte)0))
        {
            throw new CardException(CardFault.CertificateMissing, "the certificate file is empty");
        }

        var length = HeaderLength + ((block[2] << 8) | block[3]);
        return block[0] == 0x30 && block[1] == 0x82 && length <= MaxLength
            ? length
            : throw new CardException(CardFault.CardError, "the certificate file holds no certificate");
    }
}
