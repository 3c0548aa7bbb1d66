using System.Security.Cryptography;
using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests;

/// <summary>A card's key is kept at the ready; what it verified is not.</summary>
[TestClass]
public sealed class RememberedKeyTests
{
    private static CertificateFields Certificate => CertificateFields.Parse(TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Authentication.RawDataMemory);

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public void SecondLoginOfACard_IsCheckedLikeTheFirst(Applet applet)
    {
        var verifier = TokenWorkshop.Verifier();
        var members = TokenWorkshop.Members(CardPersons.An, applet);
        verifier.Verify(TokenWorkshop.Token(members), TokenWorkshop.Nonce);
        var signature = Convert.FromBase64String((string)members["signature"]!);
        signature[^1] ^= 1;
        members["signature"] = Convert.ToBase64String(signature);

        Assert.AreEqual(ErrorCode.SignatureInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members), verifier));
        Assert.AreEqual(ErrorCode.SignatureInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(applet), verifier, ChallengeNonce.Create()));
        Assert.AreEqual(TokenWorkshop.Nonce, verifier.Verify(TokenWorkshop.Token(applet), TokenWorkshop.Nonce).ChallengeNonce);
    }

    [TestMethod]
    public void CertificateWhoseIssuersSignatureIsSpoiled_IsRefusedThoughItsKeyIsKnown()
    {
        var verifier = TokenWorkshop.Verifier();
        verifier.Verify(TokenWorkshop.Token(), TokenWorkshop.Nonce);
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        var certificate = Convert.FromBase64String((string)members["unverifiedCertificate"]!);
        certificate[^1] ^= 1;
        members["unverifiedCertificate"] = Convert.ToBase64String(certificate);

        Assert.AreEqual(ErrorCode.IssuerUnknown, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members), verifier));
    }

    [TestMethod]
    public void KeyNotUsedForLongest_MakesRoom_AndWhoeverHoldsItCanStillVerify()
    {
        var keys = new LeafKeys(2);
        var first = new VerificationKey(Certificate);
        Assert.IsTrue(keys.Keep("a", first));
        Assert.IsTrue(keys.Keep("b", new VerificationKey(Certificate)));
        Assert.AreSame(first, keys.Find("a"));
        Assert.IsTrue(keys.Keep("c", new VerificationKey(Certificate)));

        Assert.AreEqual(2, keys.Count);
        Assert.IsNull(keys.Find("b"));
        Assert.IsTrue(keys.Keep("d", new VerificationKey(Certificate)));
        Assert.IsTrue(keys.Keep("e", new VerificationKey(Certificate)));
        Assert.IsNull(keys.Find("a"));
        Assert.IsFalse(first.Verifies([1], new byte[96], HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    [TestMethod]
    public void SameCardTwiceAtOnce_IsKeptOnce()
    {
        var keys = new LeafKeys(2);

        Assert.IsTrue(keys.Keep("a", new VerificationKey(Certificate)));
        Assert.IsFalse(keys.Keep("a", new VerificationKey(Certificate)));
        Assert.IsFalse(new LeafKeys(0).Keep("a", new VerificationKey(Certificate)));
    }
}
