using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T4: the member that holds the certificate, before it is one. Missing and of another type: T1.</summary>
[TestClass]
public sealed class T4MemberTests
{
    private const string Certificate = "unverifiedCertificate";

    private static byte[] Der => TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Authentication.RawData;

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    [DataRow("This is not base64")]
    [DataRow("====")]
    [DataRow("MAA")]
    [DataRow("MAB=", DisplayName = "bits that count for nothing")]
    [DataRow("MAA=MAA=", DisplayName = "two texts in one")]
    [DataRow("-----BEGIN CERTIFICATE-----")]
    public void TextThatIsNoBase64_IsRefused(string text) => AssertRefused(ErrorCode.TokenInvalid, text);

    [TestMethod]
    [DataRow(" ")]
    [DataRow("\n")]
    [DataRow("\r\n")]
    [DataRow("\t")]
    public void Base64WithWhiteSpace_IsRefused(string stray)
    {
        var text = Convert.ToBase64String(Der);

        AssertRefused(ErrorCode.TokenInvalid, text + stray);
        AssertRefused(ErrorCode.TokenInvalid, text.Insert(64, stray));
    }

    [TestMethod]
    public void Base64WrittenWithEscapes_IsTheSameText()
    {
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        var token = System.Text.Encoding.UTF8.GetString(TokenWorkshop.Token(members)).Replace("\"MII", "\"\\u004dI\\u0049", StringComparison.Ordinal);

        Assert.AreEqual(TokenWorkshop.Nonce, TokenWorkshop.Verifier().Verify(TokenWorkshop.Text(token), TokenWorkshop.Nonce).ChallengeNonce);
    }

    [TestMethod]
    [DataRow("bm8gY2VydGlmaWNhdGU=", DisplayName = "text")]
    [DataRow("MAA=", DisplayName = "an empty SEQUENCE")]
    [DataRow("MIIDAA==", DisplayName = "a length without its content")]
    [DataRow("MIAAAA==", DisplayName = "an indefinite length")]
    public void Base64OfNoCertificate_IsRefused(string text) => AssertRefused(ErrorCode.CertificateInvalid, text);

    [TestMethod]
    public void BytesAfterTheCertificate_AreRefused() => AssertRefused(ErrorCode.CertificateInvalid, Convert.ToBase64String([.. Der, 0]));

    [TestMethod]
    public void HalfACertificate_IsRefused() => AssertRefused(ErrorCode.CertificateInvalid, Convert.ToBase64String(Der.AsSpan(0, Der.Length / 2)));

    private static void AssertRefused(string code, string text)
    {
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        members[Certificate] = text;

        Assert.AreEqual(code, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }
}
