using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using EidBridge.Protocol;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Verification.Tests;

/// <summary>Makes good tokens, and the verifier that accepts them; a test spoils one thing.</summary>
internal static class TokenWorkshop
{
    public const string Origin = "https://portal.example";
    public const string Nonce = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    public static DateTimeOffset Now { get; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static CardPki Pki { get; } = CardPki.Create(Now);

    public static EidTokenVerifier Verifier(string origin = Origin, DateTimeOffset? now = null, CardPki? pki = null)
    {
        pki ??= Pki;
        return new EidTokenVerifier(
            new EidVerificationOptions
            {
                Origin = origin,
                TrustAnchors = [pki.EcRoot, pki.RsaRoot],
                IssuingCertificates =
                [
                    pki.IssuingCa(Applet.V18, foreigner: false), pki.IssuingCa(Applet.V18, foreigner: true),
                    pki.IssuingCa(Applet.V17, foreigner: false), pki.IssuingCa(Applet.V17, foreigner: true),
                ],
            },
            new FakeTimeProvider(now ?? Now));
    }

    public static Dictionary<string, object?> Members(CardPerson person, Applet applet, string origin = Origin, string nonce = Nonce) =>
        Members(Pki.Issue(person, applet).Authentication, origin, nonce);

    public static Dictionary<string, object?> Members(X509Certificate2 certificate, string origin = Origin, string nonce = Nonce)
    {
        using var ec = certificate.GetECDsaPrivateKey();
        using var rsa = certificate.GetRSAPrivateKey();
        var algorithm = ec is null ? "RS256" : SignatureAlgorithm.ForEllipticCurve(ec.KeySize);
        var data = SignedBytes.Compute(algorithm, origin, nonce);
        var hash = SignatureAlgorithm.HashOf(algorithm);
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["unverifiedCertificate"] = Convert.ToBase64String(certificate.RawData),
            ["algorithm"] = algorithm,
            ["signature"] = Convert.ToBase64String(ec?.SignData(data, hash) ?? rsa!.SignData(data, hash, RSASignaturePadding.Pkcs1)),
            ["format"] = "web-eid:1.0",
            ["appVersion"] = "https://eidbridge.example/releases/0.1.0",
        };
    }

    public static byte[] Token(Dictionary<string, object?> members) => JsonSerializer.SerializeToUtf8Bytes(members);

    public static byte[] Token(Applet applet = Applet.V18) => Token(Members(CardPersons.An, applet));

    public static byte[] Text(string json) => Encoding.UTF8.GetBytes(json);

    /// <summary>A leaf of the same profile under the Citizen CA, with one thing done differently.</summary>
    public static X509Certificate2 Leaf(Action<CertificateRequest> fill, X509Certificate2? issuer = null, HashAlgorithmName? hash = null, ECCurve? curve = null)
    {
        using var key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP384);
        var subject = Pki.Issue(CardPersons.An, Applet.V18).Authentication.SubjectName;
        var request = new CertificateRequest(subject, key, hash ?? HashAlgorithmName.SHA384);
        fill(request);
        issuer ??= Pki.IssuingCa(Applet.V18, foreigner: false);
        var generator = X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!);
        using var bare = request.Create(issuer.SubjectName, generator, Now.AddDays(-1), Now.AddDays(1), [0x10, 1, 2, 3]);
        return bare.CopyWithPrivateKey(key);
    }

    /// <summary>The extensions of a real authentication certificate, without the ones named.</summary>
    public static void Copy(CertificateRequest request, params string[] without)
    {
        foreach (var extension in Pki.Issue(CardPersons.An, Applet.V18).Authentication.Extensions.Where(e => !without.Contains(e.Oid!.Value, StringComparer.Ordinal)))
        {
            request.CertificateExtensions.Add(extension);
        }
    }

    /// <summary>RFC 5280 section 4.2.1.4: object identifiers, without qualifiers.</summary>
    public static X509Extension Policies(params string[] policies)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var policy in policies)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(policy);
                }
            }
        }

        return new X509Extension("2.5.29.32", writer.Encode(), critical: false);
    }

    public static string RefusalOf(byte[] token, EidTokenVerifier? verifier = null, string nonce = Nonce) =>
        Assert.ThrowsExactly<EidBridgeException>(() => (verifier ?? Verifier()).Verify(token, nonce)).Code;
}
