using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification;
using EidBridge.Verification.Tests;
using EidBridge.VirtualCard;

namespace EidBridge.Fuzz.Tests;

/// <summary>What a page, or whoever plays one, can send as a token: text, parts, and certificates that their CA really signed, whatever is in them.</summary>
[TestClass]
public sealed class VerificationFuzzTests
{
    private const string Certificate = "unverifiedCertificate";
    private const string Intermediates = "unverifiedIntermediateCertificates";
    private static readonly Applet[] Applets = [Applet.V17, Applet.V18];
    private static readonly EidTokenVerifier Verifier = TokenWorkshop.Verifier();
    private static readonly Dictionary<Applet, string> Fingerprints = Applets.ToDictionary(
        applet => applet, applet => Leaf(applet).GetCertHashString(HashAlgorithmName.SHA256));

    private static readonly Dictionary<Applet, string> Signatures = Applets.ToDictionary(
        applet => applet, applet => (string)TokenWorkshop.Members(CardPersons.An, applet)["signature"]!);

    private static readonly byte[][] Tokens = [.. Applets.SelectMany(applet => new[] { TokenWorkshop.Token(applet), TokenWorkshop.Token(WithCa(applet)) })];

    [TestMethod]
    public void Token_IsRefusedWithACode_OrProvesWhatTheGoodOneDid() => FuzzRun.Play(Tokens, input => ProveOrRefuse(input));

    [TestMethod]
    public void TokenWithASpoiledPart_IsRefusedWithACode_OrProvesWhatTheGoodOneDid() => FuzzRun.Play(mutator =>
    {
        var members = WithCa(Applets[mutator.Next(2)]);
        switch (mutator.Next(3))
        {
            case 0:
                members[Certificate] = Spoil(mutator, (string)members[Certificate]!);
                break;
            case 1:
                members["signature"] = Spoil(mutator, (string)members["signature"]!);
                break;
            default:
                members[Intermediates] = new[] { Spoil(mutator, ((string[])members[Intermediates]!)[0]) };
                break;
        }

        ProveOrRefuse(TokenWorkshop.Token(members));
    });

    [TestMethod]
    public void CertificateWithSpoiledExtensions_IsALoginOnlyIfThePlatformReadsThePurposeToo() => FuzzRun.Play(mutator =>
    {
        var applet = Applets[mutator.Next(4) / 3];
        var request = new CertificateRequest(Leaf(applet).SubjectName, Leaf(applet).PublicKey, HashAlgorithmName.SHA256);
        var spoiled = mutator.Next(Leaf(applet).Extensions.Count);
        foreach (var (extension, i) in Leaf(applet).Extensions.Select((extension, i) => (extension, i)))
        {
            request.CertificateExtensions.Add(i != spoiled
                ? extension
                : new X509Extension(extension.Oid!, mutator.Spoil(extension.RawData), mutator.Next(2) == 0));
        }

        using var certificate = request.Create(
            Ca(applet).SubjectName, Generator(applet), TokenWorkshop.Now.AddDays(-1), TokenWorkshop.Now.AddDays(1), [0x10, 1]);
        if (ProvesWith(applet, certificate.RawData))
        {
            RequirePurpose(certificate.RawData);
        }
    });

    [TestMethod]
    public void CertificateSpoiledBeforeItsCaSignedIt_IsALoginOnlyIfThePlatformReadsThePurposeToo() => FuzzRun.Play(mutator =>
    {
        var applet = Applets[mutator.Next(4) / 3];
        var body = new AsnReader(Leaf(applet).RawData, AsnEncodingRules.DER).ReadSequence().ReadEncodedValue();
        var signed = Sign(applet, mutator.Spoil(body.Span));
        if (ProvesWith(applet, signed))
        {
            RequirePurpose(signed);
        }
    });

    private static void RequirePurpose(byte[] der)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            RequirePurpose(certificate);
        }
        catch (CryptographicException e)
        {
            throw new AssertFailedException($"the platform cannot read {Convert.ToHexString(der)}", e);
        }
    }

    private static void RequirePurpose(X509Certificate2 certificate)
    {
        var usage = certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages;
        Assert.IsTrue(usage.HasFlag(X509KeyUsageFlags.DigitalSignature) && !usage.HasFlag(X509KeyUsageFlags.NonRepudiation), "key usage");
        Assert.IsTrue(
            certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().All(e => e.EnhancedKeyUsages.Cast<Oid>().Any(o => o.Value == "1.3.6.1.5.5.7.3.2")), "EKU");
        Assert.IsFalse(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(e => e.CertificateAuthority), "CA");
        Assert.IsTrue(certificate.NotBefore.ToUniversalTime() <= TokenWorkshop.Now.UtcDateTime && TokenWorkshop.Now.UtcDateTime <= certificate.NotAfter.ToUniversalTime(), "dates");
        var policies = certificate.Extensions.Single(e => e.Oid!.Value == "2.5.29.32").RawData;
        Assert.IsTrue(ReadPolicies(policies).Any(BelgianPolicies.Authentication.Contains), "policy");
    }

    private static void ProveOrRefuse(byte[] token)
    {
        try
        {
            var eid = Verifier.Verify(token, TokenWorkshop.Nonce);
            Assert.AreEqual(TokenWorkshop.Nonce, eid.ChallengeNonce);
            Assert.AreEqual(CardPersons.An.NationalNumber, eid.NationalNumber);
            Assert.Contains(eid.CertificateFingerprint, Fingerprints.Values, "a wrong accept");
        }
        catch (EidBridgeException e)
        {
            // Refused, and with a code of the catalogue.
            _ = ErrorCatalogue.Find(e.Code);
        }
    }

    private static bool ProvesWith(Applet applet, byte[] certificate)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [Certificate] = Convert.ToBase64String(certificate),
            ["algorithm"] = applet == Applet.V18 ? "ES384" : "RS256",
            ["signature"] = Signatures[applet],
            ["format"] = "web-eid:1.0",
            ["appVersion"] = "x",
        };
        try
        {
            return Verifier.Verify(TokenWorkshop.Token(members), TokenWorkshop.Nonce).NationalNumber.Length == 11;
        }
        catch (EidBridgeException e)
        {
            _ = ErrorCatalogue.Find(e.Code);
            return false;
        }
    }

    private static Dictionary<string, object?> WithCa(Applet applet)
    {
        var members = TokenWorkshop.Members(Leaf(applet));
        members["format"] = "web-eid:1.1";
        members[Intermediates] = new[] { Convert.ToBase64String(Ca(applet).RawData) };
        return members;
    }

    private static string Spoil(Mutator mutator, string base64) => Convert.ToBase64String(mutator.Spoil(Convert.FromBase64String(base64)));

    private static X509Certificate2 Leaf(Applet applet) => TokenWorkshop.Pki.Issue(CardPersons.An, applet).Authentication;

    private static X509Certificate2 Ca(Applet applet) => TokenWorkshop.Pki.IssuingCa(applet, foreigner: false);

    private static X509SignatureGenerator Generator(Applet applet) => applet == Applet.V18
        ? X509SignatureGenerator.CreateForECDsa(Ca(applet).GetECDsaPrivateKey()!)
        : X509SignatureGenerator.CreateForRSA(Ca(applet).GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1);

    private static byte[] Sign(Applet applet, byte[] body)
    {
        var hash = applet == Applet.V18 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
        var algorithm = Generator(applet).GetSignatureAlgorithmIdentifier(hash);
        var signature = Generator(applet).SignData(body, hash);

        // By hand: a writer would refuse a body that is no DER.
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteBitString(signature);
        byte[] content = [.. body, .. algorithm, .. writer.Encode()];
        return [0x30, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content];
    }

    /// <summary>RFC 5280 section 4.2.1.4 read once more, apart from the reader under test: the first member of each PolicyInformation, and nothing after the end.</summary>
    private static List<string> ReadPolicies(byte[] extension)
    {
        var policies = new List<string>();
        AsnDecoder.ReadSequence(extension, AsnEncodingRules.DER, out var at, out var left, out var consumed);
        Assert.HasCount(consumed, extension, "bytes after the policies");
        while (left > 0)
        {
            AsnDecoder.ReadSequence(extension.AsSpan(at, left), AsnEncodingRules.DER, out var begin, out var length, out var whole);
            policies.Add(AsnDecoder.ReadObjectIdentifier(extension.AsSpan(at + begin, length), AsnEncodingRules.DER, out _));
            (at, left) = (at + whole, left - whole);
        }

        return policies;
    }
}
