using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T11: the signing certificates that a token of format 1.1 declares.</summary>
[TestClass]
public sealed class T11SigningCertificateTests
{
    private const string List = "unverifiedSigningCertificates";
    private const string KeyUsage = "2.5.29.15";
    private const string AuthorityKeyId = "2.5.29.35";

    private static readonly object Algorithm = new { cryptoAlgorithm = "ECC", hashFunction = "SHA-384", paddingScheme = "NONE" };

    private static X509Certificate2 Signing => TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Signature!;

    private static IEnumerable<object?[]> SpoiledLists =>
    [
        [null],
        [Array.Empty<object>()],
        ["text"],
        [new object?[] { null }],
        [new object[] { "text" }],
        [new object[] { Array.Empty<object>() }],
        [new object[] { new { } }],
        [new object[] { Declared(string.Empty) }],
        [new object[] { Declared(" ") }],
        [new object[] { Declared("no base64") }],
        [new object[] { Declared("bm8gY2VydGlmaWNhdGU=") }],
        [new object[] { new { certificate = 1, supportedSignatureAlgorithms = new[] { Algorithm } } }],
        [new object[] { new { certificate = Base64(Signing) } }],
        [new object[] { new { certificate = Base64(Signing), supportedSignatureAlgorithms = Array.Empty<object>() } }],
        [new object[] { new { certificate = Base64(Signing), supportedSignatureAlgorithms = new object?[] { null } } }],
        [new object[] { new { certificate = Base64(Signing), supportedSignatureAlgorithms = "ECC" } }],
        [new object[] { new { certificate = Base64(Signing), supportedSignatureAlgorithms = new[] { new { cryptoAlgorithm = "ECC", hashFunction = "SHA-384" } } } }],
        [new object[] { new { certificate = Base64(Signing), supportedSignatureAlgorithms = new[] { new { cryptoAlgorithm = "ECC", hashFunction = "MD5", paddingScheme = "NONE" } } } }],
        [new object[] { new { certificate = Base64(Signing), supportedSignatureAlgorithms = new[] { Algorithm }, more = "x" } }],
        [new object[] { new { certificate = Base64(Signing), supportedSignatureAlgorithms = new[] { Algorithm }, intermediateCertificates = Array.Empty<string>() } }],
        [new object[] { new { certificate = Base64(Signing), supportedSignatureAlgorithms = new[] { Algorithm }, intermediateCertificates = new[] { " " } } }],
        [new object[] { new { certificate = Base64(Signing), supportedSignatureAlgorithms = new[] { Algorithm }, intermediateCertificates = new[] { "no base64" } } }],
        [Enumerable.Repeat(Declared("MAA="), 5).ToArray()],
    ];

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public void SigningCertificateOfTheCard_IsToldWithWhatItSigns(Applet applet)
    {
        var card = TokenWorkshop.Pki.Issue(CardPersons.An, applet);

        var eid = TokenWorkshop.Verifier().Verify(Token(card.Authentication, Declared(Base64(card.Signature!))), TokenWorkshop.Nonce);

        var declared = eid.SigningCertificates.Single();
        Assert.AreSequenceEqual(card.Signature!.RawData, declared.Certificate.ToArray());
        Assert.AreEqual(card.Signature.GetCertHashString(HashAlgorithmName.SHA256), declared.Fingerprint);
        Assert.AreEqual(new SupportedSignatureAlgorithm("ECC", "SHA-384", "NONE"), declared.Algorithms.Single());
    }

    [TestMethod]
    public void IssuerOfTheList_IsACandidateForTheSigningCertificateAlone()
    {
        var roots = new EidTokenVerifier(
            new EidVerificationOptions { Origin = TokenWorkshop.Origin, TrustAnchors = [TokenWorkshop.Pki.EcRoot] },
            new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TokenWorkshop.Now));
        var issuer = Base64(TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false));
        var signing = new { certificate = Base64(Signing), supportedSignatureAlgorithms = new[] { Algorithm }, intermediateCertificates = new[] { issuer } };
        var alone = Members(signing);
        var both = Members(signing);
        both["unverifiedIntermediateCertificates"] = new[] { issuer };

        Assert.AreEqual(ErrorCode.IssuerUnknown, TokenWorkshop.RefusalOf(TokenWorkshop.Token(alone), roots));
        Assert.HasCount(1, roots.Verify(TokenWorkshop.Token(both), TokenWorkshop.Nonce).SigningCertificates);
    }

    [TestMethod]
    [DynamicData(nameof(SpoiledLists))]
    public void SpoiledList_IsRefused(object? list)
    {
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        members["format"] = "web-eid:1.1";
        members[List] = list;

        Assert.IsTrue(TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)) is ErrorCode.TokenInvalid or ErrorCode.CertificateInvalid);
    }

    [TestMethod]
    public void ListInATokenOfFormat10_IsRefused()
    {
        var members = Members(Declared(Base64(Signing)));
        members["format"] = "web-eid:1.0";

        Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    [TestMethod]
    public void Format11WithNeitherList_IsRefused()
    {
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        members["format"] = "web-eid:1.1";

        Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    [TestMethod]
    public void CertificateOfAnotherPerson_IsRefused() =>
        AssertRefused(ErrorCode.CertificateMismatch, TokenWorkshop.Pki.Issue(CardPersons.Lucie, Applet.V18).Signature!);

    [TestMethod]
    public void CertificateOfTheSamePersonByAnotherCa_IsRefused() =>
        AssertRefused(ErrorCode.CertificateMismatch, TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V17).Signature!);

    [TestMethod]
    public void AuthenticationCertificate_IsNoSigningCertificate() =>
        AssertRefused(ErrorCode.CertificatePurposeWrong, TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Authentication);

    [TestMethod]
    public void CertificateWithoutAuthorityKeyIdentifier_IsRefused() =>
        AssertRefused(ErrorCode.CertificateMismatch, Like(Signing, AuthorityKeyId));

    [TestMethod]
    public void CertificateWithoutNonRepudiation_IsRefused() => AssertRefused(ErrorCode.CertificatePurposeWrong, Like(Signing, KeyUsage));

    [TestMethod]
    public void CertificateOfAnUnknownCa_IsRefused()
    {
        var other = CardPki.Create(TokenWorkshop.Now);
        using var forged = Like(Signing, [], other.IssuingCa(Applet.V18, foreigner: false));

        AssertRefused(ErrorCode.IssuerUnknown, forged);
    }

    [TestMethod]
    [DataRow(-9, -1, ErrorCode.CertificateExpired)]
    [DataRow(1, 9, ErrorCode.CertificateNotYetValid)]
    public void CertificateOutOfDate_IsRefused(int from, int until, string code)
    {
        using var certificate = Like(Signing, [], from: from, until: until);

        AssertRefused(code, certificate);
    }

    private static void AssertRefused(string code, X509Certificate2 signing) => Assert.AreEqual(
        code, TokenWorkshop.RefusalOf(Token(TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Authentication, Declared(Base64(signing)))));

    private static X509Certificate2 Like(X509Certificate2 model, params string[] without) => Like(model, without, issuer: null);

    /// <summary>A certificate as the model is, without some extensions, by another CA or of other days.</summary>
    private static X509Certificate2 Like(X509Certificate2 model, string[] without, X509Certificate2? issuer = null, int from = -1, int until = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest(model.SubjectName, key, HashAlgorithmName.SHA384);
        foreach (var extension in model.Extensions.Where(e => !without.Contains(e.Oid!.Value, StringComparer.Ordinal)))
        {
            request.CertificateExtensions.Add(extension);
        }

        issuer ??= TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false);
        return request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!), TokenWorkshop.Now.AddDays(from), TokenWorkshop.Now.AddDays(until), [0x10, 9]);
    }

    private static object Declared(string certificate) => new { certificate, supportedSignatureAlgorithms = new[] { Algorithm } };

    private static Dictionary<string, object?> Members(object declared, X509Certificate2? authentication = null)
    {
        var members = TokenWorkshop.Members(authentication ?? TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Authentication);
        members["format"] = "web-eid:1.1";
        members[List] = new[] { declared };
        return members;
    }

    private static byte[] Token(X509Certificate2 authentication, object declared) => TokenWorkshop.Token(Members(declared, authentication));

    private static string Base64(X509Certificate2 certificate) => Convert.ToBase64String(certificate.RawData);
}
