using System.Security.Cryptography;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>A CA that may have issued a card's certificate. That it says so proves nothing: <see cref="CertificatePath"/> decides.</summary>
internal sealed class IssuingCa
{
    private readonly VerificationKey _key;
    private readonly ReadOnlyMemory<byte>? _keyId;

    private IssuingCa(CertificateFields certificate)
    {
        Certificate = certificate;
        Identity = Convert.ToHexString(SHA256.HashData([.. certificate.Subject.Span, .. certificate.PublicKey.Key.Span]));
        Fingerprint = Convert.ToHexString(SHA256.HashData(certificate.Der.Span));
        _key = new VerificationKey(certificate);
        _keyId = CertificateExtensions.SubjectKeyIdOf(certificate);
    }

    public CertificateFields Certificate { get; }

    /// <summary>SHA-256 in hexadecimal.</summary>
    public string Fingerprint { get; }

    /// <summary>SHA-256 of name and key in hexadecimal: the same for every certificate of this CA.</summary>
    public string Identity { get; }

    /// <summary>The path to an anchor that was found for it last.</summary>
    public ValidatedPath? Path { get; set; }

    /// <returns>Null for a certificate that is no CA's (RFC 5280 sections 4.2.1.3 and 4.2.1.9): a leaf vouches for nobody.</returns>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.CertificateInvalid"/>: no certificate, or a weak key.</exception>
    public static IssuingCa? Read(ReadOnlyMemory<byte> der)
    {
        var certificate = CertificateFields.Parse(der);
        return CertificateExtensions.BasicConstraintsOf(certificate) is { IsCa: true }
            && CertificateExtensions.KeyUsageOf(certificate).HasFlag(KeyUsages.KeyCertSign)
                ? new IssuingCa(certificate)
                : null;
    }

    public bool IsSameAs(IssuingCa other) => Fingerprint == other.Fingerprint;

    /// <summary>By the names and key identifiers alone (RFC 5280 sections 4.1.2.4 and 4.2.1.1).</summary>
    public bool CouldHaveIssued(CertificateFields certificate) =>
        certificate.Issuer.Span.SequenceEqual(Certificate.Subject.Span)
        && (_keyId is not { } keyId || CertificateExtensions.AuthorityKeyIdOf(certificate) is not { } named || named.Span.SequenceEqual(keyId.Span));

    /// <summary>Never answered from a cache.</summary>
    public bool HasSigned(CertificateFields certificate) => CertificateSignature.Verifies(certificate, _key);

    /// <summary>Whether its key made this signature over something else than a certificate: an answer or a list about its certificates.</summary>
    public bool HasSigned(ReadOnlyMemory<byte> data, string algorithm, ReadOnlyMemory<byte> signature) =>
        CertificateSignature.Verifies(data, algorithm, signature, _key);
}

/// <param name="Certificates">From the issuing CA to the anchor.</param>
/// <param name="From">When the last of them begins.</param>
/// <param name="Until">When the first of them ends.</param>
internal sealed record ValidatedPath(IReadOnlyList<IssuingCa> Certificates, DateTimeOffset From, DateTimeOffset Until);
