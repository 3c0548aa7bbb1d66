using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T5: Belgium Root CA4 exists in two forms: one key, one name and one serial number, but the second ends later. Both are pinned.</summary>
[TestClass]
public sealed class T5ReissuedRootTests
{
    private static readonly byte[] Serial = Convert.FromHexString("4F33208CC594BF38");
    private static readonly RSA Key = RSA.Create(4096);
    private static readonly DateTimeOffset FirstEnds = TokenWorkshop.Now.AddDays(10);
    private static readonly X509Certificate2 First = Root(FirstEnds);
    private static readonly X509Certificate2 Second = Root(TokenWorkshop.Now.AddDays(1000));
    private static readonly RSA CaKey = RSA.Create(2048);
    private static readonly X509Certificate2 Ca = IssuingCa();
    private static readonly byte[] Token = MakeToken(bring: []);

    private static IEnumerable<object[]> BothForms => [[First, Second], [Second, First]];

    [TestMethod]
    public void EitherFormAlone_IsEnough()
    {
        Assert.AreEqual(TokenWorkshop.Nonce, Verifier(TokenWorkshop.Now, First).Verify(Token, TokenWorkshop.Nonce).ChallengeNonce);
        Assert.AreEqual(TokenWorkshop.Nonce, Verifier(TokenWorkshop.Now, Second).Verify(Token, TokenWorkshop.Nonce).ChallengeNonce);
    }

    [TestMethod]
    [DynamicData(nameof(BothForms))]
    public void BothForms_AreEnough_BeforeAndAfterTheFirstHasEnded(X509Certificate2 one, X509Certificate2 other)
    {
        foreach (var now in new[] { TokenWorkshop.Now, FirstEnds.AddDays(1) })
        {
            Assert.AreEqual(TokenWorkshop.Nonce, Verifier(now, one, other).Verify(Token, TokenWorkshop.Nonce).ChallengeNonce);
        }
    }

    [TestMethod]
    [DynamicData(nameof(BothForms))]
    public void SiteThatStaysUp_GoesOverToTheSecondForm(X509Certificate2 one, X509Certificate2 other)
    {
        var clock = new FakeTimeProvider(TokenWorkshop.Now);
        var verifier = new EidTokenVerifier(
            new EidVerificationOptions { Origin = TokenWorkshop.Origin, TrustAnchors = [one, other], IssuingCertificates = [Ca] }, clock);
        verifier.Verify(Token, TokenWorkshop.Nonce);
        clock.SetUtcNow(FirstEnds.AddDays(1));

        Assert.AreEqual(TokenWorkshop.Nonce, verifier.Verify(Token, TokenWorkshop.Nonce).ChallengeNonce);
    }

    [TestMethod]
    public void FirstFormAlone_IsNoLongerEnoughOnceItHasEnded() =>
        Assert.AreEqual(ErrorCode.CertificateInvalid, TokenWorkshop.RefusalOf(Token, Verifier(FirstEnds.AddDays(1), First)));

    [TestMethod]
    public void FirstFormInATokenOfFormat11_DoesNotHideTheSecond()
    {
        var token = MakeToken([Ca, First]);
        var verifier = new EidTokenVerifier(
            new EidVerificationOptions { Origin = TokenWorkshop.Origin, TrustAnchors = [Second] }, new FakeTimeProvider(FirstEnds.AddDays(1)));

        Assert.AreEqual(TokenWorkshop.Nonce, verifier.Verify(token, TokenWorkshop.Nonce).ChallengeNonce);
    }

    [TestMethod]
    public void BothForms_ArePinned()
    {
        Assert.AreEqual("Belgium Root CA4", BelgianRoots.Pins["C3FBF37259AF0954EEEA4282DD1C7226A54E7150F7C29A2C495BA34DBFE09CA0"]);
        Assert.AreEqual("Belgium Root CA4 (reissued)", BelgianRoots.Pins["702DD5C1A093CF0A9D71FADD9BF9A7C5857D89FB73B716E867228B3C2BEB968F"]);
        Assert.HasCount(4, BelgianRoots.Pins);
    }

    private static EidTokenVerifier Verifier(DateTimeOffset now, params X509Certificate2[] anchors) => new(
        new EidVerificationOptions { Origin = TokenWorkshop.Origin, TrustAnchors = anchors, IssuingCertificates = [Ca] }, new FakeTimeProvider(now));

    private static X509Certificate2 Root(DateTimeOffset until)
    {
        var request = new CertificateRequest("CN=Belgium Root CA4 of this test, C=BE", Key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.Create(
            request.SubjectName, X509SignatureGenerator.CreateForRSA(Key, RSASignaturePadding.Pkcs1), TokenWorkshop.Now.AddDays(-1000), until, Serial);
    }

    private static X509Certificate2 IssuingCa()
    {
        var request = new CertificateRequest("CN=Citizen CA, SERIALNUMBER=201604, C=BE", CaKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(First, includeKeyIdentifier: true, includeIssuerAndSerial: true));
        return request.Create(
            First.SubjectName, X509SignatureGenerator.CreateForRSA(Key, RSASignaturePadding.Pkcs1), TokenWorkshop.Now.AddDays(-900), TokenWorkshop.Now.AddDays(900), [0x10, 1]);
    }

    private static byte[] MakeToken(X509Certificate2[] bring)
    {
        using var key = RSA.Create(2048);
        var model = TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V17).Authentication;
        var request = new CertificateRequest(model.SubjectName, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        TokenWorkshop.Copy(request, "2.5.29.35");
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Ca, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var bare = request.Create(
            Ca.SubjectName, X509SignatureGenerator.CreateForRSA(CaKey, RSASignaturePadding.Pkcs1), TokenWorkshop.Now.AddDays(-1), TokenWorkshop.Now.AddDays(500), [0x10, 2]);
        using var leaf = bare.CopyWithPrivateKey(key);
        var members = TokenWorkshop.Members(leaf);
        if (bring.Length > 0)
        {
            members["format"] = "web-eid:1.1";
            members["unverifiedIntermediateCertificates"] = bring.Select(c => Convert.ToBase64String(c.RawData)).ToArray();
        }

        return TokenWorkshop.Token(members);
    }
}
