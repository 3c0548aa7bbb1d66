using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T4: the certificate's purpose, policy, key and dates. What its issuing CA must be: <see cref="T4IssuingCaTests"/>; revoked ones: T6.</summary>
[TestClass]
public sealed class T4CertificateTests
{
    private const string KeyUsage = "2.5.29.15";
    private const string BasicConstraints = "2.5.29.19";
    private const string Policies = "2.5.29.32";
    private const string ExtendedKeyUsage = "2.5.29.37";

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public void SigningCertificate_IsRefusedForALogin(Applet applet) => AssertRefused(
        ErrorCode.CertificatePurposeWrong, TokenWorkshop.Pki.Issue(CardPersons.An, applet).Signature!);

    [TestMethod]
    public void NoKeyUsage_IsRefused() => AssertRefused(ErrorCode.CertificatePurposeWrong, TokenWorkshop.Leaf(r => TokenWorkshop.Copy(r, KeyUsage)));

    [TestMethod]
    [DataRow(X509KeyUsageFlags.KeyEncipherment)]
    [DataRow(X509KeyUsageFlags.KeyCertSign)]
    [DataRow(X509KeyUsageFlags.NonRepudiation)]
    [DataRow(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation)]
    public void KeyUsageOfAnotherPurpose_IsRefused(X509KeyUsageFlags usage) => AssertRefused(ErrorCode.CertificatePurposeWrong, TokenWorkshop.Leaf(r =>
    {
        TokenWorkshop.Copy(r, KeyUsage);
        r.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
    }));

    [TestMethod]
    [DataRow("2.5.29.37.0", DisplayName = "any purpose")]
    [DataRow("1.3.6.1.5.5.7.3.1", DisplayName = "a server")]
    [DataRow("1.3.6.1.5.5.7.3.9", DisplayName = "an OCSP responder")]
    public void ExtendedKeyUsageWithoutClientAuthentication_IsRefused(string usage) => AssertRefused(ErrorCode.CertificatePurposeWrong, TokenWorkshop.Leaf(r =>
    {
        TokenWorkshop.Copy(r, ExtendedKeyUsage);
        r.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
    }));

    [TestMethod]
    public void CaCertificate_IsNoPerson() => AssertRefused(ErrorCode.CertificatePurposeWrong, TokenWorkshop.Leaf(r =>
    {
        TokenWorkshop.Copy(r);
        r.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
    }));

    [TestMethod]
    public void NoPolicy_IsRefused() => AssertRefused(ErrorCode.CertificatePolicyWrong, TokenWorkshop.Leaf(r => TokenWorkshop.Copy(r, Policies)));

    [TestMethod]
    [DataRow("1.3.6.1.4.1.10015.1.3", DisplayName = "old Mobile-ID")]
    [DataRow("1.3.6.1.4.1.10015.3.1", DisplayName = "Mobile-ID 3.1")]
    [DataRow("1.3.6.1.4.1.10015.3.2", DisplayName = "Mobile-ID 3.2")]
    [DataRow("1.3.6.1.4.1.10015.3.3", DisplayName = "new Mobile-ID")]
    [DataRow("2.5.29.32.0", DisplayName = "any policy")]
    [DataRow("2.16.56.1.1.1.2.2", DisplayName = "citizen authentication of the first root")]
    [DataRow("2.16.56.9.1.1.2.2", DisplayName = "citizen authentication of CA2")]
    [DataRow("2.16.56.12.1.1.2.1", DisplayName = "citizen signature of CA4")]
    [DataRow("2.16.56.12.1.1.7.1", DisplayName = "foreigner signature of CA4")]
    [DataRow("2.16.56.13.6.1.2.1000", DisplayName = "citizen signature of CA6")]
    [DataRow("2.16.56.13.6.2.2.1000", DisplayName = "foreigner signature of CA6")]
    [DataRow("2.16.56.12.1.1.4", DisplayName = "National Register")]
    public void OtherPolicy_IsRefused(string policy) => AssertRefused(ErrorCode.CertificatePolicyWrong, WithPolicies(policy));

    [TestMethod]
    public void PolicyThatASiteDoesNotTake_IsRefused()
    {
        var citizensOnly = new EidTokenVerifier(
            new EidVerificationOptions
            {
                Origin = TokenWorkshop.Origin,
                TrustAnchors = [TokenWorkshop.Pki.EcRoot],
                IssuingCertificates = [TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false), TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: true)],
                Policies = new HashSet<string>(StringComparer.Ordinal) { "2.16.56.13.6.1.1.1000" },
            },
            new FakeTimeProvider(TokenWorkshop.Now));

        Assert.AreEqual(
            ErrorCode.CertificatePolicyWrong,
            TokenWorkshop.RefusalOf(TokenWorkshop.Token(TokenWorkshop.Members(CardPersons.Maria, Applet.V18)), citizensOnly));
        Assert.IsFalse(citizensOnly.Verify(TokenWorkshop.Token(), TokenWorkshop.Nonce).IsForeigner);
    }

    [TestMethod]
    public void UnknownCriticalExtension_IsRefused() => AssertRefused(ErrorCode.CertificateInvalid, TokenWorkshop.Leaf(r =>
    {
        TokenWorkshop.Copy(r);
        r.CertificateExtensions.Add(new X509Extension("1.2.3.4", [0x05, 0x00], critical: true));
    }));

    [TestMethod]
    [DataRow("0302070000", DisplayName = "bytes after it")]
    [DataRow("03020080", DisplayName = "bits that DER leaves out")]
    [DataRow("030100", DisplayName = "no bit at all")]
    [DataRow("0306078003020780", DisplayName = "more than nine bits (found by the fuzzer)")]
    public void KeyUsageThatIsNoDer_IsRefused(string value)
    {
        var model = CertificateFields.Parse(TokenWorkshop.Leaf(r =>
        {
            TokenWorkshop.Copy(r, KeyUsage);
            r.CertificateExtensions.Add(new X509Extension("1.2.3.4", Convert.FromHexString(value), critical: false));
        }).RawDataMemory);
        var bytes = model.Der.ToArray();

        // Renamed after it was signed: the platform makes no such key usage, and the purpose is judged before the CA's signature.
        byte[] oid = [0x06, 0x03, 0x2A, 0x03, 0x04];
        new byte[] { 0x06, 0x03, 0x55, 0x1D, 0x0F }.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf(oid)));
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        members["unverifiedCertificate"] = Convert.ToBase64String(bytes);

        Assert.AreEqual(ErrorCode.CertificateInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    [TestMethod]
    [DataRow(BasicConstraints)]
    [DataRow(Policies)]
    [DataRow(ExtendedKeyUsage)]
    public void ExtensionThatCannotBeRead_IsRefused(string oid) => AssertRefused(ErrorCode.CertificateInvalid, TokenWorkshop.Leaf(r =>
    {
        TokenWorkshop.Copy(r, oid);
        r.CertificateExtensions.Add(new X509Extension(oid, [0x30, 0x05, 0x00], critical: false));
    }));

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public void ExpiredCertificate_IsRefused(Applet applet) => AssertRefused(
        ErrorCode.CertificateExpired, TokenWorkshop.Pki.Issue(CardPersons.Oscar, applet).Authentication);

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public void CertificateThatIsNotYetValid_IsRefused(Applet applet) => AssertRefused(
        ErrorCode.CertificateNotYetValid, TokenWorkshop.Pki.Issue(CardPersons.Nina, applet).Authentication);

    [TestMethod]
    public void Validity_IsJudgedByTheClockThatIsGiven_ToTheSecond()
    {
        using var leaf = TokenWorkshop.Leaf(r => TokenWorkshop.Copy(r));
        var token = TokenWorkshop.Token(TokenWorkshop.Members(leaf));
        var (from, until) = (TokenWorkshop.Now.AddDays(-1), TokenWorkshop.Now.AddDays(1));

        Assert.AreEqual(ErrorCode.CertificateNotYetValid, TokenWorkshop.RefusalOf(token, TokenWorkshop.Verifier(now: from.AddSeconds(-1))));
        Assert.AreEqual(until, TokenWorkshop.Verifier(now: from).Verify(token, TokenWorkshop.Nonce).ValidUntil);
        Assert.AreEqual(until, TokenWorkshop.Verifier(now: until).Verify(token, TokenWorkshop.Nonce).ValidUntil);
        Assert.AreEqual(ErrorCode.CertificateExpired, TokenWorkshop.RefusalOf(token, TokenWorkshop.Verifier(now: until.AddSeconds(1))));
    }

    [TestMethod]
    public void RsaKeyOf1024Bits_IsRefused()
    {
        using var key = RSA.Create(1024);
        var request = new CertificateRequest(
            TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V17).Authentication.SubjectName, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        TokenWorkshop.Copy(request);
        var issuer = TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false);
        using var bare = request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!), TokenWorkshop.Now.AddDays(-1), TokenWorkshop.Now.AddDays(1), [0x10, 5]);
        using var leaf = bare.CopyWithPrivateKey(key);

        Assert.AreEqual(ErrorCode.CertificateInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(TokenWorkshop.Members(leaf))));
    }

    private static X509Certificate2 WithPolicies(params string[] policies) => TokenWorkshop.Leaf(r =>
    {
        TokenWorkshop.Copy(r, Policies);
        r.CertificateExtensions.Add(TokenWorkshop.Policies(policies));
    });

    private static void AssertRefused(string code, X509Certificate2 certificate) =>
        Assert.AreEqual(code, TokenWorkshop.RefusalOf(TokenWorkshop.Token(TokenWorkshop.Members(certificate))));
}
