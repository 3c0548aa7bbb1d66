using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T4: what an issuing CA must be; each CA here is signed by a trusted root, and has one thing done differently.</summary>
[TestClass]
public sealed class T4IssuingCaTests
{
    private const string AuthorityKeyIdentifier = "2.5.29.35";
    private static readonly X509Certificate2 Root = MakeRoot();

    [TestMethod]
    public void ProperCa_IsAccepted()
    {
        using var ca = Ca();

        Assert.AreEqual(CardPersons.An.NationalNumber, Verifier(ca).Verify(TokenUnder(ca), TokenWorkshop.Nonce).NationalNumber);
    }

    [TestMethod]
    public void ExpiredCa_IsRefused()
    {
        using var ca = Ca(from: -20, to: -1);

        AssertRefused(ca);
    }

    [TestMethod]
    public void CaThatIsNotYetValid_IsRefused()
    {
        using var ca = Ca(from: 1, to: 20);

        AssertRefused(ca);
    }

    [TestMethod]
    public void CardAndCaBothExpired_IsToldAsTheCards()
    {
        using var ca = Ca(from: -20, to: -1);

        Assert.AreEqual(ErrorCode.CertificateExpired, TokenWorkshop.RefusalOf(TokenUnder(ca, until: -1), Verifier(ca)));
    }

    [TestMethod]
    public void ExpiredCaThatIsNotTheCards_IsOfNoMatter()
    {
        using var expired = Ca(from: -20, to: -1);
        using var ca = Ca();

        Assert.AreEqual(TokenWorkshop.Nonce, Verifier(expired, ca).Verify(TokenUnder(ca), TokenWorkshop.Nonce).ChallengeNonce);
        Assert.AreEqual(TokenWorkshop.Nonce, Verifier(ca, expired).Verify(TokenUnder(ca), TokenWorkshop.Nonce).ChallengeNonce);
    }

    [TestMethod]
    public void CaRemembered_IsRefusedOnceItHasExpired()
    {
        using var ca = Ca(to: 10);
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TokenWorkshop.Now);
        var verifier = new EidTokenVerifier(
            new EidVerificationOptions { Origin = TokenWorkshop.Origin, TrustAnchors = [Root], IssuingCertificates = [ca] }, clock);
        var token = TokenUnder(ca, until: 20);
        verifier.Verify(token, TokenWorkshop.Nonce);
        clock.Advance(TimeSpan.FromDays(11));

        Assert.AreEqual(ErrorCode.CertificateInvalid, TokenWorkshop.RefusalOf(token, verifier));
    }

    [TestMethod]
    public void CaOfARootThatIsNotTrusted_IsRefused()
    {
        using var other = MakeRoot();
        using var ca = Ca(issuer: other);

        Assert.AreEqual(ErrorCode.IssuerUnknown, TokenWorkshop.RefusalOf(TokenUnder(ca), Verifier(ca)));
        Assert.AreEqual(ErrorCode.IssuerUnknown, TokenWorkshop.RefusalOf(TokenUnder(ca), Verifier(ca, other)));
    }

    [TestMethod]
    public void CardOfAnotherPki_IsRefused()
    {
        var other = CardPki.Create(TokenWorkshop.Now);

        Assert.AreEqual(
            ErrorCode.IssuerUnknown, TokenWorkshop.RefusalOf(TokenWorkshop.Token(TokenWorkshop.Members(other.Issue(CardPersons.An, Applet.V18).Authentication))));
    }

    [TestMethod]
    public void LeafUnderAnotherLeaf_IsRefused()
    {
        var issuer = TokenWorkshop.Pki.Issue(CardPersons.Lucie, Applet.V18).Authentication;
        using var leaf = TokenWorkshop.Leaf(r => TokenWorkshop.Copy(r, AuthorityKeyIdentifier), issuer);

        Assert.AreEqual(ErrorCode.IssuerUnknown, TokenWorkshop.RefusalOf(TokenWorkshop.Token(TokenWorkshop.Members(leaf))));
    }

    [TestMethod]
    public void LeafDirectlyUnderARoot_IsRefused() =>
        Assert.AreEqual(ErrorCode.IssuerUnknown, TokenWorkshop.RefusalOf(TokenUnder(Root), Verifier(Root)));

    [TestMethod]
    public void CertificateWithoutTheCaFlag_IsNoCa()
    {
        using var ca = Ca(isCa: false);

        AssertRefused(ca);
    }

    [TestMethod]
    public void CaWithoutBasicConstraints_IsNoCa()
    {
        using var ca = Ca(isCa: null);

        AssertRefused(ca);
    }

    [TestMethod]
    public void CaThatMayNotSignCertificates_IsRefused()
    {
        using var ca = Ca(usage: X509KeyUsageFlags.CrlSign);

        AssertRefused(ca);
    }

    [TestMethod]
    public void CaBelowACaThatMayHaveNone_IsRefused()
    {
        using var upper = Ca(pathLength: 0);
        using var lower = Ca(issuer: upper);

        AssertRefused(lower, upper);
    }

    [TestMethod]
    [DataRow("2.5.29.30", "3000", DisplayName = "names")]
    [DataRow("2.5.29.36", "3003800100", DisplayName = "policies")]
    [DataRow("2.5.29.54", "020100", DisplayName = "any policy")]
    public void CaWithLimitsForThoseBelow_IsRefused_CriticalOrNot(string oid, string value)
    {
        foreach (var critical in new[] { true, false })
        {
            using var ca = Ca(extension: new X509Extension(oid, Convert.FromHexString(value), critical));

            Assert.AreEqual(ErrorCode.CertificateInvalid, TokenWorkshop.RefusalOf(TokenUnder(ca), Verifier(ca)));
        }
    }

    [TestMethod]
    [DataRow("1.3.6.1.5.5.7.3.2", null, DisplayName = "clients")]
    [DataRow("2.5.29.37.0", null, DisplayName = "anything")]
    [DataRow("1.3.6.1.5.5.7.3.1", ErrorCode.CertificateInvalid, DisplayName = "servers")]
    [DataRow("1.3.6.1.5.5.7.3.9", ErrorCode.CertificateInvalid, DisplayName = "OCSP")]
    public void CaWithAnExtendedKeyUsage_VouchesForThatAlone(string usage, string? code)
    {
        using var ca = Ca(extension: new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        using var upper = Ca(extension: new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        using var lower = Ca(issuer: upper);

        Assert.AreEqual(code, RefusalUnder(ca));
        Assert.AreEqual(code, RefusalUnder(lower, upper));
    }

    [TestMethod]
    public void CaSignedWithSha1_IsRefused()
    {
        using var ca = Ca(sha1: true);

        AssertRefused(ca);
    }

    [TestMethod]
    public void CaWithAnRsaKeyOf1024Bits_IsRefused()
    {
        using var key = RSA.Create(1024);
        var request = new CertificateRequest("CN=Weak CA", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using var bare = Sign(request, Root, -5, 5);
        using var ca = bare.CopyWithPrivateKey(key);

        AssertRefused(ca);
    }

    [TestMethod]
    public void CaOnAnotherCurveOfTheSameSize_IsRefused()
    {
        using var ca = Ca(curve: ECCurve.NamedCurves.brainpoolP384r1);

        AssertRefused(ca);
    }

    [TestMethod]
    public void LeafSignedWithSha1_IsRefused()
    {
        using var ca = Ca();

        Assert.AreEqual(ErrorCode.CertificateInvalid, TokenWorkshop.RefusalOf(TokenUnder(ca, sha1: true), Verifier(ca)));
    }

    [TestMethod]
    public void LeafOnAnotherCurveOfTheSameSize_IsRefused()
    {
        using var leaf = TokenWorkshop.Leaf(r => TokenWorkshop.Copy(r), curve: ECCurve.NamedCurves.brainpoolP384r1);

        Assert.AreEqual(ErrorCode.CertificateInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(TokenWorkshop.Members(leaf))));
    }

    [TestMethod]
    public void LeafOnP256_SignsWithEs256AndNothingElse()
    {
        using var leaf = TokenWorkshop.Leaf(r => TokenWorkshop.Copy(r), curve: ECCurve.NamedCurves.nistP256);
        var members = TokenWorkshop.Members(leaf);

        Assert.AreEqual("ES256", members["algorithm"]);
        Assert.AreEqual(TokenWorkshop.Nonce, TokenWorkshop.Verifier().Verify(TokenWorkshop.Token(members), TokenWorkshop.Nonce).ChallengeNonce);
        members["algorithm"] = "ES384";
        Assert.AreEqual(ErrorCode.AlgorithmUnsupported, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    private static void AssertRefused(params X509Certificate2[] cas)
    {
        var code = TokenWorkshop.RefusalOf(TokenUnder(cas[0]), Verifier(cas));

        Assert.IsTrue(code is ErrorCode.CertificateInvalid or ErrorCode.IssuerUnknown, code);
    }

    private static string? RefusalUnder(params X509Certificate2[] cas)
    {
        try
        {
            Verifier(cas).Verify(TokenUnder(cas[0]), TokenWorkshop.Nonce);
            return null;
        }
        catch (EidBridgeException e)
        {
            return e.Code;
        }
    }

    private static EidTokenVerifier Verifier(params X509Certificate2[] cas) => new(
        new EidVerificationOptions { Origin = TokenWorkshop.Origin, TrustAnchors = [Root], IssuingCertificates = cas },
        new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TokenWorkshop.Now));

    private static byte[] TokenUnder(X509Certificate2 ca, bool sha1 = false, int until = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest(TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Authentication.SubjectName, key, HashAlgorithmName.SHA384);
        TokenWorkshop.Copy(request, AuthorityKeyIdentifier);
        using var bare = Sign(request, ca, -2, until, sha1);
        using var leaf = bare.CopyWithPrivateKey(key);
        return TokenWorkshop.Token(TokenWorkshop.Members(leaf));
    }

    /// <param name="from">Days from today.</param>
    /// <param name="to">Days from today.</param>
    private static X509Certificate2 Ca(
        int from = -10, int to = 10, bool? isCa = true, int? pathLength = null, X509KeyUsageFlags usage = X509KeyUsageFlags.KeyCertSign,
        bool sha1 = false, ECCurve? curve = null, X509Certificate2? issuer = null, X509Extension? extension = null)
    {
        using var key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP384);
        var name = new X500DistinguishedName($"CN=Citizen CA, SERIALNUMBER=20269{(issuer is null ? 1 : 2)}, C=BE");
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA384);
        if (isCa is { } flag)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(flag, pathLength is not null, pathLength ?? 0, critical: true));
        }

        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        if (extension is not null)
        {
            request.CertificateExtensions.Add(extension);
        }

        using var bare = Sign(request, issuer ?? Root, from, to, sha1);
        return bare.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 MakeRoot()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest("CN=Root CA of this test, C=BE", key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request.CreateSelfSigned(TokenWorkshop.Now.AddYears(-1), TokenWorkshop.Now.AddYears(1));
    }

    private static X509Certificate2 Sign(CertificateRequest request, X509Certificate2 issuer, int from, int to, bool sha1 = false)
    {
        using var ec = issuer.GetECDsaPrivateKey();
        using var rsa = issuer.GetRSAPrivateKey();
        var generator = sha1 ? new Sha1Signer(ec!)
            : ec is not null ? X509SignatureGenerator.CreateForECDsa(ec)
            : X509SignatureGenerator.CreateForRSA(rsa!, RSASignaturePadding.Pkcs1);
        return request.Create(issuer.SubjectName, generator, TokenWorkshop.Now.AddDays(from), TokenWorkshop.Now.AddDays(to), [0x10, 1, 2, 3]);
    }
}
