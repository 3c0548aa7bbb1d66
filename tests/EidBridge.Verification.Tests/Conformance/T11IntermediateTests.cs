using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T11: format web-eid:1.1 brings the issuing CA along, so that a site needs the pinned roots only.</summary>
[TestClass]
public sealed class T11IntermediateTests
{
    private const string Intermediates = "unverifiedIntermediateCertificates";

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public void IssuingCaOfTheToken_IsEnough(Applet applet)
    {
        var token = Token(applet, TokenWorkshop.Pki.IssuingCa(applet, foreigner: false));

        Assert.AreEqual(CardPersons.An.NationalNumber, RootsOnly().Verify(token, TokenWorkshop.Nonce).NationalNumber);
    }

    [TestMethod]
    public void SameCertificate_WithoutItsIssuer_IsRefused() =>
        Assert.AreEqual(ErrorCode.IssuerUnknown, TokenWorkshop.RefusalOf(TokenWorkshop.Token(), RootsOnly()));

    [TestMethod]
    public void IssuerOfAnotherPki_ProvesNothing()
    {
        var other = CardPki.Create(TokenWorkshop.Now);
        var members = TokenWorkshop.Members(other.Issue(CardPersons.An, Applet.V18).Authentication);
        members["format"] = "web-eid:1.1";
        members[Intermediates] = new[] { Base64(other.IssuingCa(Applet.V18, foreigner: false)), Base64(other.EcRoot) };

        Assert.AreEqual(ErrorCode.IssuerUnknown, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members), RootsOnly()));
    }

    [TestMethod]
    public void IssuersInTheOldFormat_AreRefused()
    {
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        members[Intermediates] = new[] { Base64(TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false)) };

        Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    [TestMethod]
    public void NewFormatWithoutIssuers_IsRefused()
    {
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        members["format"] = "web-eid:1.1";

        Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    public static IEnumerable<object[]> SpoiledLists =>
    [
        [Array.Empty<string>()],
        [new[] { string.Empty }],
        [new[] { " " }],
        [new object?[] { null }],
        [new object[] { 1 }],
        [new object[] { new[] { "x" } }],
        ["text"],
        [new[] { "bm8gY2VydGlmaWNhdGU=" }],
        [new[] { "MAA=" }],
        [Enumerable.Repeat("MAA=", 5).ToArray()],
    ];

    [TestMethod]
    [DynamicData(nameof(SpoiledLists))]
    public void SpoiledList_IsRefused(object list)
    {
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        members["format"] = "web-eid:1.1";
        members[Intermediates] = list;

        Assert.IsTrue(TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)) is ErrorCode.TokenInvalid or ErrorCode.CertificateInvalid);
    }

    [TestMethod]
    public void LeafAsItsOwnIssuer_ProvesNothing()
    {
        var leaf = TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Authentication;

        Assert.AreEqual(ErrorCode.IssuerUnknown, TokenWorkshop.RefusalOf(Token(Applet.V18, leaf), RootsOnly()));
    }

    private static EidTokenVerifier RootsOnly() => new(
        new EidVerificationOptions { Origin = TokenWorkshop.Origin, TrustAnchors = [TokenWorkshop.Pki.EcRoot, TokenWorkshop.Pki.RsaRoot] },
        new FakeTimeProvider(TokenWorkshop.Now));

    private static byte[] Token(Applet applet, X509Certificate2 issuer)
    {
        var members = TokenWorkshop.Members(CardPersons.An, applet);
        members["format"] = "web-eid:1.1";
        members[Intermediates] = new[] { Base64(issuer) };
        return TokenWorkshop.Token(members);
    }

    private static string Base64(X509Certificate2 certificate) => Convert.ToBase64String(certificate.RawData);
}
