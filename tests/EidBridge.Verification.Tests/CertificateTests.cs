using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests;

/// <summary>T4: the certificate's purpose, policy, dates and path.</summary>
[TestClass]
public sealed class CertificateTests
{
    private const string KeyUsage = "2.5.29.15";
    private const string ExtendedKeyUsage = "2.5.29.37";
    private const string Policies = "2.5.29.32";

    [TestMethod]
    public void SigningCertificate_IsRefusedForALogin() => AssertRefused(
        ErrorCode.CertificatePurposeWrong, TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Signature!);

    [TestMethod]
    public void CertificateWithoutKeyUsage_IsRefused() => AssertRefused(
        ErrorCode.CertificatePurposeWrong, TokenWorkshop.Leaf(r => TokenWorkshop.Copy(r, KeyUsage)));

    [TestMethod]
    public void ExtendedKeyUsageWithoutClientAuthentication_IsRefused() => AssertRefused(ErrorCode.CertificatePurposeWrong, TokenWorkshop.Leaf(r =>
    {
        TokenWorkshop.Copy(r, ExtendedKeyUsage);
        r.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("2.5.29.37.0")], critical: false));
    }));

    [TestMethod]
    public void OldCardWithoutExtendedKeyUsage_IsAccepted()
    {
        using var leaf = TokenWorkshop.Leaf(r => TokenWorkshop.Copy(r, ExtendedKeyUsage));

        var eid = TokenWorkshop.Verifier().Verify(TokenWorkshop.Token(TokenWorkshop.Members(leaf)), TokenWorkshop.Nonce);

        Assert.AreEqual(CardPersons.An.NationalNumber, eid.NationalNumber);
    }

    [TestMethod]
    public void CertificateWithoutPolicy_IsRefused() => AssertRefused(
        ErrorCode.CertificatePolicyWrong, TokenWorkshop.Leaf(r => TokenWorkshop.Copy(r, Policies)));

    [TestMethod]
    public void UnknownCriticalExtension_IsRefused() => AssertRefused(ErrorCode.CertificateInvalid, TokenWorkshop.Leaf(r =>
    {
        TokenWorkshop.Copy(r);
        r.CertificateExtensions.Add(new X509Extension("1.2.3.4", [0x05, 0x00], critical: true));
    }));

    [TestMethod]
    public void ExpiredAndNotYetValidCards_AreToldApart()
    {
        AssertRefused(ErrorCode.CertificateExpired, TokenWorkshop.Pki.Issue(CardPersons.Oscar, Applet.V18).Authentication);
        AssertRefused(ErrorCode.CertificateNotYetValid, TokenWorkshop.Pki.Issue(CardPersons.Nina, Applet.V17).Authentication);
    }

    [TestMethod]
    public void CardOfAnotherPki_IsRefused()
    {
        var other = CardPki.Create(TokenWorkshop.Now);

        AssertRefused(ErrorCode.IssuerUnknown, other.Issue(CardPersons.An, Applet.V18).Authentication);
    }

    [TestMethod]
    public void LeafUnderAnotherLeaf_IsRefused()
    {
        var issuer = TokenWorkshop.Pki.Issue(CardPersons.Lucie, Applet.V18).Authentication;
        using var leaf = TokenWorkshop.Leaf(r => TokenWorkshop.Copy(r, "2.5.29.35"), issuer);

        Assert.IsTrue(TokenWorkshop.RefusalOf(TokenWorkshop.Token(TokenWorkshop.Members(leaf))) is ErrorCode.IssuerUnknown or ErrorCode.CertificateInvalid);
    }

    [TestMethod]
    public void SelfMadeCertificate_IsRefusedWithoutADownload()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest(TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Authentication.SubjectName, key, HashAlgorithmName.SHA384);
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        TokenWorkshop.Copy(request, "1.3.6.1.5.5.7.1.1", "2.5.29.35");
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([], [$"http://{listener.LocalEndpoint}/ca.crt"]));
        using var leaf = request.Create(new X500DistinguishedName("CN=Citizen CA"), X509SignatureGenerator.CreateForECDsa(key), TokenWorkshop.Now.AddDays(-1), TokenWorkshop.Now.AddDays(1), [1]).CopyWithPrivateKey(key);

        AssertRefused(ErrorCode.IssuerUnknown, leaf);
        Assert.IsFalse(listener.Pending(), "nothing knocked at the address in the certificate");
    }

    [TestMethod]
    [DataRow("https://portal.example/")]
    [DataRow("https://portal.example:443")]
    [DataRow("https://Portal.example")]
    [DataRow("https://portal.example/path")]
    [DataRow("http://portal.example")]
    [DataRow("ftp://portal.example")]
    [DataRow("portal.example")]
    [DataRow("")]
    public void OriginThatCanNeverMatch_IsRefusedAtTheStart(string origin) =>
        Assert.ThrowsExactly<ArgumentException>(() => TokenWorkshop.Verifier(origin));

    [TestMethod]
    [DataRow("https://portal.example")]
    [DataRow("https://portal.example:8443")]
    [DataRow("https://xn--bcher-kva.example")]
    [DataRow("http://localhost:5080")]
    public void OriginAsABrowserSaysIt_IsTaken(string origin) => Assert.AreEqual(origin, SiteOrigin.Validate(origin));

    [TestMethod]
    public void Nonce_IsFortyFourCharactersAndNeverTheSame()
    {
        var nonces = Enumerable.Range(0, 100).Select(_ => ChallengeNonce.Create()).ToHashSet(StringComparer.Ordinal);

        Assert.HasCount(100, nonces);
        Assert.IsTrue(nonces.All(n => n.Length == 44 && Convert.FromBase64String(n).Length == 32));
    }

    private static void AssertRefused(string code, X509Certificate2 certificate) =>
        Assert.AreEqual(code, TokenWorkshop.RefusalOf(TokenWorkshop.Token(TokenWorkshop.Members(certificate))));
}
