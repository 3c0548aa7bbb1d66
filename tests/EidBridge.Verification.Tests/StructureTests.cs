using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests;

/// <summary>T1, T2 and what laxer readers let pass (T15): the token's form.</summary>
[TestClass]
public sealed class StructureTests
{
    [TestMethod]
    [DataRow("web-eid:1", DisplayName = "1")]
    [DataRow("web-eid:10.0", DisplayName = "10.0")]
    [DataRow("web-eid:1.999", DisplayName = "1.999")]
    [DataRow("web-eid:1 anything", DisplayName = "1 anything")]
    [DataRow("Web-eid:1.0", DisplayName = "capital")]
    public void OtherFormat_IsRefused(string format) => AssertRefused(ErrorCode.TokenFormatUnsupported, "format", format);

    [TestMethod]
    [DataRow("es384")]
    [DataRow("NONE")]
    [DataRow("RS256")]
    [DataRow("ES256")]
    [DataRow("ES512")]
    [DataRow("\u0000ES384")]
    public void AlgorithmThatIsNotTheKeys_IsRefused(string algorithm) => AssertRefused(ErrorCode.AlgorithmUnsupported, "algorithm", algorithm);

    [TestMethod]
    [DataRow("unverifiedCertificate")]
    [DataRow("algorithm")]
    [DataRow("signature")]
    [DataRow("format")]
    [DataRow("appVersion")]
    public void MissingMember_IsRefused(string name)
    {
        var members = Good();
        members.Remove(name);
        members["action"] = new string('x', 200);

        Assert.IsTrue(TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)) is ErrorCode.TokenInvalid or ErrorCode.TokenFormatUnsupported);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(true)]
    [DataRow(null)]
    public void MemberOfAnotherType_IsRefused(object? value) => AssertRefused(ErrorCode.TokenInvalid, "unverifiedCertificate", value);

    [TestMethod]
    public void UnknownMember_IsRefused() => AssertRefused(ErrorCode.TokenInvalid, "unverifiedSigningCertificates", "x");

    [TestMethod]
    [DataRow(" ", DisplayName = "blank in it")]
    [DataRow("\n", DisplayName = "line end")]
    public void Base64_ThatIsNotCanonical_IsRefused(string stray) =>
        AssertRefused(ErrorCode.TokenInvalid, "signature", (string)Good()["signature"]! + stray);

    [TestMethod]
    public void Base64Url_IsRefused()
    {
        var members = Good();
        members["unverifiedCertificate"] = ((string)members["unverifiedCertificate"]!).Replace('+', '-').Replace('/', '_');

        Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    [TestMethod]
    public void BytesAfterTheCertificate_AreRefused()
    {
        var members = Good();
        members["unverifiedCertificate"] = Convert.ToBase64String([.. Convert.FromBase64String((string)members["unverifiedCertificate"]!), 0]);

        Assert.AreEqual(ErrorCode.CertificateInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    [TestMethod]
    [DataRow("bm8gY2VydGlmaWNhdGU=", DisplayName = "text")]
    [DataRow("MAA=", DisplayName = "an empty SEQUENCE")]
    public void Base64OfNoCertificate_IsRefused(string text) => AssertRefused(ErrorCode.CertificateInvalid, "unverifiedCertificate", text);

    [TestMethod]
    public void Size_OutsideItsLimits_IsRefused()
    {
        Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Text("{}")));
        Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Text(new string(' ', 99))));
        Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Text(new string(' ', 10_001))));
    }

    [TestMethod]
    [DataRow("/* c */", "")]
    [DataRow("", " x")]
    [DataRow("", "{}")]
    [DataRow("\uFEFF", "")]
    public void StrayText_AroundTheObject_IsRefused(string before, string after)
    {
        var token = System.Text.Encoding.UTF8.GetString(TokenWorkshop.Token());

        Assert.AreEqual(ErrorCode.InvalidJson, TokenWorkshop.RefusalOf(TokenWorkshop.Text(before + token + after)));
    }

    [TestMethod]
    public void DuplicateMember_IsRefused()
    {
        var token = System.Text.Encoding.UTF8.GetString(TokenWorkshop.Token());

        Assert.AreEqual(ErrorCode.InvalidJson, TokenWorkshop.RefusalOf(TokenWorkshop.Text(token[..^1] + ",\"format\":\"web-eid:1.0\"}")));
    }

    private static Dictionary<string, object?> Good() => TokenWorkshop.Members(CardPersons.An, Applet.V18);

    private static void AssertRefused(string code, string member, object? value)
    {
        var members = Good();
        members[member] = value;
        Assert.AreEqual(code, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }
}
