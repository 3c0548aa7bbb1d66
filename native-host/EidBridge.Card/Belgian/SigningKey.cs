namespace EidBridge.Card.Belgian;

/// <summary>Algorithm reference and signature length of a key (card manual), told by the hash that fits it.</summary>
internal sealed record SigningKey(byte Algorithm, int SignatureLength)
{
    private const byte RsaSha256 = 0x08;
    private const byte EcdsaSha384 = 0x02;

    public static SigningKey For(ReadOnlySpan<byte> hash) => hash.Length switch
    {
        32 => new SigningKey(RsaSha256, 256),
        48 => new SigningKey(EcdsaSha384, 96),
        _ => throw new ArgumentException("32 bytes for RSA, 48 bytes for P-384", nameof(hash)),
    };

    public byte[] Checked(ReadOnlyMemory<byte> signature) => signature.Length == SignatureLength
        ? signature.ToArray()
        : throw new CardException(CardFault.CardError, FormattableString.Invariant($"a signature of {signature.Length} bytes"));
}
