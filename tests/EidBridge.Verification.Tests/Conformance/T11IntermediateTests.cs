using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification.Tests.Revocation;
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

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void CrossCertificateOfTheSameCa_DoesNotHideTheOneUnderOurRoot(bool crossFirst)
    {
        var ca = TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false);
        var stranger = CardPki.Create(TokenWorkshop.Now).Root(Applet.V18);
        var request = new CertificateRequest(ca.SubjectName, ca.PublicKey, HashAlgorithmName.SHA384);
        foreach (var extension in ca.Extensions.Where(e => e.Oid!.Value is "2.5.29.14" or "2.5.29.15" or "2.5.29.19"))
        {
            request.CertificateExtensions.Add(extension);
        }

        using var cross = request.Create(
            stranger.SubjectName, X509SignatureGenerator.CreateForECDsa(stranger.GetECDsaPrivateKey()!), TokenWorkshop.Now.AddDays(-1), TokenWorkshop.Now.AddDays(1), [0x10, 3]);
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        members["format"] = "web-eid:1.1";
        members[Intermediates] = crossFirst ? new[] { Base64(cross), Base64(ca) } : [Base64(ca), Base64(cross)];

        Assert.AreEqual(TokenWorkshop.Nonce, RootsOnly().Verify(TokenWorkshop.Token(members), TokenWorkshop.Nonce).ChallengeNonce);
        members[Intermediates] = new[] { Base64(cross) };
        Assert.AreEqual(ErrorCode.IssuerUnknown, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members), RootsOnly()));
    }

    [TestMethod]
    [DataRow("web-eid:1.1", null)]
    [DataRow("web-eid:1.10", ErrorCode.TokenFormatUnsupported)]
    [DataRow("web-eid:1.1.0", ErrorCode.TokenFormatUnsupported)]
    [DataRow("web-eid:11", ErrorCode.TokenFormatUnsupported)]
    public void Format11_IsTakenToTheLetter(string format, string? refusal)
    {
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        members["format"] = format;
        members[Intermediates] = new[] { Base64(TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false)) };

        if (refusal is null)
        {
            Assert.AreEqual(TokenWorkshop.Nonce, RootsOnly().Verify(TokenWorkshop.Token(members), TokenWorkshop.Nonce).ChallengeNonce);
            return;
        }

        Assert.AreEqual(refusal, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members), RootsOnly()));
    }

    [TestMethod]
    [DataRow(true, ErrorCode.CertificateRevoked)]
    [DataRow(false, ErrorCode.RevocationUnavailable)]
    public async Task IntermediateThatIsRevokedOrThatNobodyKnows_IsRefused(bool revoked, string code)
    {
        await using var site = await RevocationSite.OpenAsync();
        var ca = site.Pki.IssuingCa(Applet.V18, foreigner: false);
        if (revoked)
        {
            site.Revoked[Convert.ToHexString(ca.SerialNumberBytes.Span)] = X509RevocationReason.CACompromise;
        }
        else
        {
            site.AnswerList = (context, _) =>
            {
                context.Response.StatusCode = 404;
                return Task.CompletedTask;
            };
        }

        var verifier = new EidTokenVerifier(
            new EidVerificationOptions { Origin = TokenWorkshop.Origin, TrustAnchors = [site.Pki.EcRoot] }, new FakeTimeProvider(TokenWorkshop.Now));
        var authenticator = new EidAuthenticator(verifier, site.Challenges, site.Check());
        var members = TokenWorkshop.Members(
            site.Pki.Issue(CardPersons.An, Applet.V18).Authentication, nonce: await authenticator.ChallengeAsync("a", CancellationToken.None));
        members["format"] = "web-eid:1.1";
        members[Intermediates] = new[] { Base64(ca) };

        var refusal = await Assert.ThrowsExactlyAsync<EidBridgeException>(
            () => authenticator.AuthenticateAsync("a", TokenWorkshop.Token(members), useOf: null, CancellationToken.None));

        Assert.AreEqual(code, refusal.Code);
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
