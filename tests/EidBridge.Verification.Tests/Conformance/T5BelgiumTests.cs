using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T5: Belgian cards of every generation, with certificates of our own PKI in the same profile. Tokens that the host made: the host's own tests.</summary>
[TestClass]
public sealed class T5BelgiumTests
{
    private const string ExtendedKeyUsage = "2.5.29.37";
    private const string Policies = "2.5.29.32";

    [TestMethod]
    [DataRow("an", Applet.V18, false)]
    [DataRow("an", Applet.V17, false)]
    [DataRow("lucie", Applet.V18, false)]
    [DataRow("jurgen", Applet.V17, false)]
    [DataRow("emma", Applet.V18, false)]
    [DataRow("maria", Applet.V18, true)]
    [DataRow("maria", Applet.V17, true)]
    public void CitizensAndForeigners_AreToldApart(string name, Applet applet, bool foreigner)
    {
        var person = CardPersons.Find(name);

        var eid = TokenWorkshop.Verifier().Verify(TokenWorkshop.Token(TokenWorkshop.Members(person, applet)), TokenWorkshop.Nonce);

        Assert.AreEqual(person.NationalNumber, eid.NationalNumber);
        Assert.AreEqual(person.GivenNames, eid.GivenNames);
        Assert.AreEqual(person.Surname, eid.Surname);
        Assert.AreEqual("BE", eid.Country);
        Assert.AreEqual(foreigner, eid.IsForeigner);
        Assert.AreEqual("(verified eID)", eid.ToString());
    }

    [TestMethod]
    [DataRow("2.16.56.10.1.1.2.2", false, DisplayName = "CA3, citizen")]
    [DataRow("2.16.56.10.1.1.7.2", true, DisplayName = "CA3, foreigner")]
    [DataRow("2.16.56.12.1.1.2.2", false, DisplayName = "CA4, citizen")]
    [DataRow("2.16.56.12.1.1.7.2", true, DisplayName = "CA4, foreigner")]
    [DataRow("2.16.56.13.6.1.1.1000", false, DisplayName = "CA6, citizen")]
    [DataRow("2.16.56.13.6.2.1.1000", true, DisplayName = "CA6, foreigner")]
    public void AuthenticationPolicyOfEachGeneration_IsTaken(string policy, bool foreigner)
    {
        using var leaf = TokenWorkshop.Leaf(r =>
        {
            TokenWorkshop.Copy(r, Policies);
            r.CertificateExtensions.Add(TokenWorkshop.Policies("2.16.56.1.2.3", policy));
        });

        Assert.AreEqual(foreigner, Accept(leaf).IsForeigner);
    }

    [TestMethod]
    public void OldCardWithoutExtendedKeyUsage_IsTaken()
    {
        using var leaf = TokenWorkshop.Leaf(r => TokenWorkshop.Copy(r, ExtendedKeyUsage));

        Assert.AreEqual(CardPersons.An.NationalNumber, Accept(leaf).NationalNumber);
    }

    [TestMethod]
    public void RsaCardUnderAnEcCa_IsTaken()
    {
        // As the government's test cards are: one CA of P-384 issues both kinds.
        using var key = RSA.Create(2048);
        var model = TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V17).Authentication;
        var issuer = TokenWorkshop.Pki.IssuingCa(Applet.V18, foreigner: false);
        var request = new CertificateRequest(model.SubjectName, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        TokenWorkshop.Copy(request);
        using var bare = request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!), TokenWorkshop.Now.AddDays(-1), TokenWorkshop.Now.AddDays(1), [0x10, 6]);
        using var leaf = bare.CopyWithPrivateKey(key);

        Assert.AreEqual(CardPersons.An.NationalNumber, Accept(leaf).NationalNumber);
    }

    [TestMethod]
    public void FinnishPolicy_IsNoBelgianCards()
    {
        using var leaf = TokenWorkshop.Leaf(r =>
        {
            TokenWorkshop.Copy(r, Policies);
            r.CertificateExtensions.Add(TokenWorkshop.Policies("1.2.246.517.1.10.313"));
        });

        Assert.AreEqual(ErrorCode.CertificatePolicyWrong, TokenWorkshop.RefusalOf(TokenWorkshop.Token(TokenWorkshop.Members(leaf))));
    }

    [TestMethod]
    [DataRow(Applet.V18, 0x02)]
    [DataRow(Applet.V17, 0x08)]
    public void SignatureOfTheCardItself_IsTaken(Applet applet, int algorithm)
    {
        var content = TokenWorkshop.Pki.Issue(CardPersons.Lucie, applet);
        var card = new VirtualEidCard(content, new CardOptions());
        var name = applet == Applet.V18 ? "ES384" : "RS256";
        var hash = SignedBytes.HashToSign(name, TokenWorkshop.Origin, TokenWorkshop.Nonce);
        card.Transmit(Convert.FromHexString("00A4080C043F00DF00"));
        card.Transmit([0x00, 0x22, 0x41, 0xB6, 0x05, 0x04, 0x80, (byte)algorithm, 0x84, 0x82]);
        card.Transmit(Convert.FromHexString("0020000108241234FFFFFFFFFF"));
        card.Transmit([0x00, 0x2A, 0x9E, 0x9A, (byte)hash.Length, .. hash]);
        var signature = card.Transmit([0x00, 0xC0, 0x00, 0x00, (byte)(applet == Applet.V18 ? 96 : 0)]);
        var members = TokenWorkshop.Members(CardPersons.Lucie, applet);
        members["signature"] = Convert.ToBase64String(signature.AsSpan(0, signature.Length - 2));

        Assert.AreEqual(CardPersons.Lucie.NationalNumber, TokenWorkshop.Verifier().Verify(TokenWorkshop.Token(members), TokenWorkshop.Nonce).NationalNumber);
    }

    private static VerifiedEid Accept(X509Certificate2 leaf) =>
        TokenWorkshop.Verifier().Verify(TokenWorkshop.Token(TokenWorkshop.Members(leaf)), TokenWorkshop.Nonce);
}
