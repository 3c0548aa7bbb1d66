using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EidBridge.Card.Belgian;

/// <summary>How a key signs a hash: algorithm reference, what PSO is given, and the length of the signature (card manuals of applets 1.7 and 1.8).</summary>
/// <param name="Reference">82h or 83h.</param>
internal sealed record SigningKey(byte Reference, byte Algorithm, byte[] Input, int SignatureLength)
{
    private const byte AuthenticationReference = 0x82;
    private const byte SigningReference = 0x83;
    private const byte RsaSha256 = 0x08;
    private const byte RsaDigestInfo = 0x01;
    private const byte EcdsaAnyHash = 0x40;

    private static readonly Dictionary<HashAlgorithmName, byte> Ecdsa = new()
    {
        [HashAlgorithmName.SHA256] = 0x01,
        [HashAlgorithmName.SHA384] = 0x02,
        [HashAlgorithmName.SHA512] = 0x04,
        [HashAlgorithmName.SHA3_256] = 0x08,
        [HashAlgorithmName.SHA3_384] = 0x10,
        [HashAlgorithmName.SHA3_512] = 0x20,
    };

    /// <param name="certificate">DER of the key's certificate, as read from the card: it tells RSA from EC.</param>
    /// <exception cref="CardException"><see cref="CardFault.CardUnsupported"/>: neither of the two kinds of key.</exception>
    public static SigningKey For(CardKey key, byte[] certificate, HashToSign hash)
    {
        var reference = key == CardKey.Authentication ? AuthenticationReference : SigningReference;
        try
        {
            return For(reference, certificate, hash);
        }
        catch (CryptographicException e)
        {
            // Also a certificate whose key is no point of its curve: some reader garbled it.
            throw new CardException(CardFault.CardUnsupported, "the certificate cannot be read", e);
        }
    }

    public byte[] Checked(ReadOnlyMemory<byte> signature) => signature.Length == SignatureLength
        ? signature.ToArray()
        : throw new CardException(CardFault.CardError, FormattableString.Invariant($"a signature of {signature.Length} bytes"));

    private static SigningKey For(byte reference, byte[] certificate, HashToSign hash)
    {
        using var x509 = X509CertificateLoader.LoadCertificate(certificate);
        using var ec = x509.GetECDsaPublicKey();
        if (ec is not null)
        {
            return new SigningKey(reference, Ecdsa.GetValueOrDefault(hash.Function, EcdsaAnyHash), hash.Value.ToArray(), 2 * ((ec.KeySize + 7) / 8));
        }

        using var rsa = x509.GetRSAPublicKey() ?? throw new CardException(CardFault.CardUnsupported, "neither an EC nor an RSA key");
        return hash.Function == HashAlgorithmName.SHA256
            ? new SigningKey(reference, RsaSha256, hash.Value.ToArray(), rsa.KeySize / 8)
            : new SigningKey(reference, RsaDigestInfo, hash.ToDigestInfo(), rsa.KeySize / 8);
    }
}
