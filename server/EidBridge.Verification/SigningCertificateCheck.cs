using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>
/// The signing certificates that a token of format 1.1 declares: of the same person by the same CA, for documents, in date, on a path. Belgian
/// certificates of one person differ in their common name (<c>(Authentication)</c>, <c>(Signature)</c>), so all else of the subject must agree.
/// </summary>
internal sealed class SigningCertificateCheck(CertificatePath path)
{
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.CertificateMismatch"/>, or as for the certificate of a login.</exception>
    public VerifiedSigningCertificate Require(
        DeclaredSigningCertificate declared, CertificateFields authentication, SubjectName holder, IReadOnlyList<byte[]> issuers, DateTimeOffset now)
    {
        using var certificate = LeafCertificate.Parse(declared.Certificate);
        certificate.RequireDocumentPurpose();
        certificate.RequirePolicy(BelgianPolicies.Signature);
        certificate.RequireStrength();
        RequireSameHolder(certificate.Fields, authentication, holder);
        certificate.RequireValidAt(now);
        path.Require(certificate.Fields, [.. declared.Issuers, .. issuers], now);
        return new VerifiedSigningCertificate(declared.Certificate, Convert.ToHexString(SHA256.HashData(declared.Certificate)), declared.Algorithms);
    }

    private static void RequireSameHolder(CertificateFields signing, CertificateFields authentication, SubjectName holder)
    {
        var signer = new SubjectName(new X500DistinguishedName(signing.Subject.Span));
        var sameCa = signing.Issuer.Span.SequenceEqual(authentication.Issuer.Span)
            && CertificateExtensions.AuthorityKeyIdOf(signing) is { } keyId
            && CertificateExtensions.AuthorityKeyIdOf(authentication) is { } expected
            && keyId.Span.SequenceEqual(expected.Span);
        if (!sameCa || !signer.IsSamePersonAs(holder))
        {
            throw new EidBridgeException(ErrorCode.CertificateMismatch, "a signing certificate of another person or CA");
        }
    }
}

/// <summary>A certificate that the holder of the card signs documents with.</summary>
/// <param name="Certificate">DER.</param>
/// <param name="Fingerprint">SHA-256 in hexadecimal.</param>
/// <param name="Algorithms">What the card is said to sign with: the token says so, nothing proves it.</param>
public sealed record VerifiedSigningCertificate(ReadOnlyMemory<byte> Certificate, string Fingerprint, IReadOnlyList<SupportedSignatureAlgorithm> Algorithms)
{
    /// <summary>Says nothing of whose it is.</summary>
    public override string ToString() => nameof(VerifiedSigningCertificate);
}
