using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests;

[TestClass]
public sealed class AcceptedTokenTests
{
    [TestMethod]
    [DataRow("an", Applet.V18, false)]
    [DataRow("an", Applet.V17, false)]
    [DataRow("maria", Applet.V18, true)]
    [DataRow("maria", Applet.V17, true)]
    public void GoodToken_TellsWhoItIs(string name, Applet applet, bool foreigner)
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
    public void Action_IsIgnored()
    {
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        members["action"] = "web-eid:authenticate-success";

        Assert.AreEqual(TokenWorkshop.Nonce, TokenWorkshop.Verifier().Verify(TokenWorkshop.Token(members), TokenWorkshop.Nonce).ChallengeNonce);
    }

    [TestMethod]
    public void SecondOfTwoNonces_IsTheOneThatComesBack()
    {
        var eid = TokenWorkshop.Verifier().Verify(TokenWorkshop.Token(), ChallengeNonce.Create(), TokenWorkshop.Nonce);

        Assert.AreEqual(TokenWorkshop.Nonce, eid.ChallengeNonce);
    }

    [TestMethod]
    [DataRow(Applet.V18, 0x02)]
    [DataRow(Applet.V17, 0x08)]
    public void SignatureOfTheCardItself_IsAccepted(Applet applet, int algorithm)
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
}
