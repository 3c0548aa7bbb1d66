using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification.Documents;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Verification.Tests.Documents;

/// <summary>Documents signed with the keys of virtual cards; a test spoils one thing.</summary>
internal static class DocumentWorkshop
{
    public const string Hash = "SHA-384";

    public static DocumentVerifier Verifier(DateTimeOffset? now = null, bool holdsCas = true) => new(
        new EidVerificationOptions
        {
            Origin = TokenWorkshop.Origin,
            TrustAnchors = [TokenWorkshop.Pki.EcRoot, TokenWorkshop.Pki.RsaRoot],
            IssuingCertificates = holdsCas
                ?
                [
                    TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false), TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: true),
                    TokenWorkshop.Pki.IssuingCa(Applet.V17, foreigner: false), TokenWorkshop.Pki.IssuingCa(Applet.V17, foreigner: true),
                ]
                : [],
        },
        new FakeTimeProvider(now ?? TokenWorkshop.Now));

    public static SignedDocument Document(
        X509Certificate2? certificate = null, string function = Hash, byte[]? hash = null, byte[]? signature = null, SupportedSignatureAlgorithm? algorithm = null,
        X509Certificate2? issuer = null, VerifiedEid? signer = null)
    {
        certificate ??= TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Signature!;
        hash ??= HashOf(function);
        return new SignedDocument
        {
            Certificate = certificate.RawData,
            Hash = hash,
            HashFunction = function,
            Signature = signature ?? Sign(certificate, function, hash),
            Algorithm = algorithm,
            Issuers = issuer is null ? [] : [issuer.RawData],
            ExpectedSigner = signer,
        };
    }

    /// <summary>Bytes of the function's length: only they are signed, whatever made them.</summary>
    public static byte[] HashOf(string function) => SHA512.HashData("a document"u8)[..HashFunction.LengthOf(function)];

    /// <summary>As the card does: the bare hash by ECDSA, the DigestInfo in RSA's padding.</summary>
    public static byte[] Sign(X509Certificate2 certificate, string function, byte[] hash)
    {
        using var ec = certificate.GetECDsaPrivateKey();
        using var rsa = certificate.GetRSAPrivateKey();
        return ec?.SignHash(hash) ?? RawRsa.Sign(rsa!, HashFunction.ToDigestInfo(function, hash));
    }

    public static async Task<string> RefusalOfAsync(SignedDocument document, DocumentVerifier? verifier = null) =>
        (await Assert.ThrowsExactlyAsync<EidBridgeException>(() => (verifier ?? Verifier()).VerifyAsync(document))).Code;
}
