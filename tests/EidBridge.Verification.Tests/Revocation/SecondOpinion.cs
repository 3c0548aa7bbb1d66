using EidBridge.Verification.Revocation;
using Org.BouncyCastle.Asn1.Ocsp;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Ocsp;
using Org.BouncyCastle.X509;
using X509Certificate2 = System.Security.Cryptography.X509Certificates.X509Certificate2;

namespace EidBridge.Verification.Tests.Revocation;

/// <summary>The same questions about an OCSP answer, put to BouncyCastle.</summary>
internal static class SecondOpinion
{
    private static readonly X509CertificateParser Parser = new();

    /// <returns>What BouncyCastle finds wrong, or null when it agrees with our verdict.</returns>
    public static string? Objection(byte[] answer, RevocationStatus verdict, X509Certificate2 issuer, X509Certificate2 leaf, byte[] nonce, DateTimeOffset now, TimeSpan skew)
    {
        var response = new OcspResp(answer);
        if (response.Status != 0 || response.GetResponseObject() is not BasicOcspResp basic || basic.Responses.Length != 1)
        {
            return "no single answer";
        }

        var ca = Parser.ReadCertificate(issuer.RawData);
        var single = basic.Responses[0];
        var id = single.GetCertID();
        return !id.SerialNumber.Equals(Parser.ReadCertificate(leaf.RawData).SerialNumber) || !id.MatchesIssuer(ca) ? "about another certificate"
            : !IsSigned(basic, ca, now) ? "signed by nobody who may"
            : !HasNonce(basic, nonce) ? "another nonce"
            : single.ThisUpdate > now.UtcDateTime + skew || single.NextUpdate < now.UtcDateTime - skew ? "out of date"
            : Status(single) != verdict ? $"{Status(single)} instead of {verdict}"
            : null;
    }

    private static bool IsSigned(BasicOcspResp basic, X509Certificate ca, DateTimeOffset now) =>
        basic.Verify(ca.GetPublicKey())
        || basic.GetCerts().Any(responder => responder.IsValid(now.UtcDateTime)
            && responder.GetExtendedKeyUsage() is { } usages && usages.Contains(KeyPurposeID.id_kp_OCSPSigning)
            && responder.IssuerDN.Equivalent(ca.SubjectDN)
            && responder.IsSignatureValid(ca.GetPublicKey())
            && basic.Verify(responder.GetPublicKey()));

    private static bool HasNonce(BasicOcspResp basic, byte[] nonce) =>
        basic.GetExtensionValue(OcspObjectIdentifiers.PkixOcspNonce) is not { } given
        || given.GetOctets().AsSpan().EndsWith(nonce);

    private static RevocationStatus Status(SingleResp single) => single.GetCertStatus() switch
    {
        null => RevocationStatus.Good,
        RevokedStatus { HasRevocationReason: true, RevocationReason: CrlReason.CertificateHold } => RevocationStatus.Suspended,
        RevokedStatus { HasRevocationReason: true } => RevocationStatus.Revoked,
        RevokedStatus => RevocationStatus.RevokedWithoutReason,
        _ => RevocationStatus.Unknown,
    };
}
