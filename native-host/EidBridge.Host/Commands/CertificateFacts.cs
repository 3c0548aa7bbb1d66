using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EidBridge.Card;
using EidBridge.Protocol;

namespace EidBridge.Host.Commands;

/// <summary>What the host needs of a person's certificate.</summary>
/// <param name="Der">As read from the card.</param>
/// <param name="Algorithm">The one its key signs a login with.</param>
internal sealed record CertificateFacts(
    byte[] Der, string? Person, string? Issuer, DateTimeOffset ValidFrom, DateTimeOffset ValidUntil, string Algorithm)
{
    private const string CommonName = "2.5.4.3";
    private const string Surname = "2.5.4.4";
    private const string GivenName = "2.5.4.42";

    /// <summary>SHA-256 of the certificate, in hexadecimal.</summary>
    public string Fingerprint { get; } = Convert.ToHexString(SHA256.HashData(Der));

    /// <summary>
    /// SHA-256 of the holder's names, in hexadecimal: what both certificates of a card, which share one PIN, have in common beside their
    /// national number. Whoever guesses a name can check it, so it is a pseudonym, for files that only the user reads.
    /// </summary>
    public string Holder { get; } = Convert.ToHexStringLower(SHA256.HashData(Person is { } name ? Encoding.UTF8.GetBytes(name) : Der));

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.CardError"/>: not a certificate; <see cref="ErrorCode.AlgorithmUnsupported"/>.</exception>
    public static CertificateFacts Read(byte[] der)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            return new CertificateFacts(
                der, PersonOf(certificate.SubjectName), Find(certificate.IssuerName, CommonName),
                new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter), AlgorithmOf(certificate));
        }
        catch (CryptographicException e)
        {
            throw new EidBridgeException(ErrorCode.CardError, "the certificate cannot be read", e);
        }
    }

    /// <returns>Why the certificate cannot be used now, or null.</returns>
    public string? ObstacleAt(DateTimeOffset now) =>
        now < ValidFrom ? ErrorCode.CertificateNotYetValid
        : now > ValidUntil ? ErrorCode.CertificateExpired
        : null;

    public bool IsRsa => string.Equals(Algorithm, SignatureAlgorithm.Rs256, StringComparison.Ordinal);

    /// <summary>Whether the signature is this certificate's over the hash: raw r||s or RSA PKCS#1 v1.5.</summary>
    public bool Verifies(HashToSign hash, ReadOnlySpan<byte> signature)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Der);
        using var rsa = certificate.GetRSAPublicKey();
        using var ec = certificate.GetECDsaPublicKey();
        return rsa is not null ? RsaSignature.IsOver(hash.ToDigestInfo(), signature, rsa) : ec!.VerifyHash(hash.Value, signature);
    }

    public override string ToString() => nameof(CertificateFacts);

    private static string AlgorithmOf(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var ec = certificate.GetECDsaPublicKey();
        return rsa is not null ? SignatureAlgorithm.Rs256
            : ec is not null ? SignatureAlgorithm.ForEllipticCurve(ec.KeySize)
            : throw new EidBridgeException(ErrorCode.AlgorithmUnsupported);
    }

    private static string? PersonOf(X500DistinguishedName subject)
    {
        var parts = new[] { Find(subject, GivenName), Find(subject, Surname) }.Where(part => !string.IsNullOrWhiteSpace(part)).ToArray();
        return parts.Length > 0 ? string.Join(' ', parts) : Find(subject, CommonName);
    }

    private static string? Find(X500DistinguishedName name, string oid) => name.EnumerateRelativeDistinguishedNames()
        .Where(part => !part.HasMultipleElements && string.Equals(part.GetSingleElementType().Value, oid, StringComparison.Ordinal))
        .Select(part => part.GetSingleElementValue())
        .FirstOrDefault();
}
