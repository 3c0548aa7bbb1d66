using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T1: size, JSON, format and the names of the members.</summary>
[TestClass]
public sealed class T1StructureTests
{
    [TestMethod]
    public void NoTokenAtAll_IsRefused() => Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf([]));

    [TestMethod]
    public void WordNull_IsRefused()
    {
        Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Text("null")));
        Assert.AreEqual(ErrorCode.InvalidJson, TokenWorkshop.RefusalOf(TokenWorkshop.Text(new string(' ', 100) + "null")));
    }

    [TestMethod]
    public void NinetyNineBytes_AreTooFew_AndAHundredAreRead()
    {
        Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Text(new string(' ', 99))));
        Assert.AreEqual(ErrorCode.InvalidJson, TokenWorkshop.RefusalOf(TokenWorkshop.Text(new string(' ', 100))));
    }

    [TestMethod]
    public void TenThousandAndOneBytes_AreTooMany_AndTenThousandAreRead()
    {
        var token = TokenWorkshop.Token();
        byte[] longest = [.. token, .. TokenWorkshop.Text(new string(' ', 10_000 - token.Length))];

        Assert.AreEqual(TokenWorkshop.Nonce, TokenWorkshop.Verifier().Verify(longest, TokenWorkshop.Nonce).ChallengeNonce);
        Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf([.. longest, (byte)' ']));
    }

    [TestMethod]
    [DataRow("[]")]
    [DataRow("\"text\"")]
    [DataRow("1")]
    [DataRow("true")]
    public void RootThatIsNoObject_IsRefused(string json) =>
        Assert.AreEqual(ErrorCode.InvalidJson, TokenWorkshop.RefusalOf(TokenWorkshop.Text(json + new string(' ', 100))));

    [TestMethod]
    [DataRow("")]
    [DataRow("web-eid")]
    [DataRow("web-eid:")]
    [DataRow("web-eid:1")]
    [DataRow("web-eid:1.")]
    [DataRow("web-eid:1.2")]
    [DataRow("web-eid:01.0")]
    [DataRow("web-eid:1.0 ")]
    [DataRow("web-eid:2.0")]
    [DataRow("Web-eid:1.0")]
    [DataRow("invalid")]
    public void UnknownFormat_IsRefused(string format)
    {
        var members = Good();
        members["format"] = format;

        Assert.AreEqual(format.Length == 0 ? ErrorCode.TokenInvalid : ErrorCode.TokenFormatUnsupported, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    [TestMethod]
    public void LaterFormatWithUnknownMembers_IsToldThatItsFormatIsUnknown()
    {
        var members = Good();
        members["format"] = "web-eid:2.0";
        members["unknown"] = 1;

        Assert.AreEqual(ErrorCode.TokenFormatUnsupported, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

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

        Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    [TestMethod]
    [DataRow("unverifiedCertificate")]
    [DataRow("algorithm")]
    [DataRow("signature")]
    [DataRow("format")]
    [DataRow("appVersion")]
    [DataRow("action")]
    public void MemberThatIsNoText_IsRefused(string name)
    {
        foreach (var value in new object?[] { null, 1, 1.5, true, Array.Empty<string>(), new { text = "x" } })
        {
            var members = Good();
            members[name] = value;

            Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)), $"{value}");
        }
    }

    [TestMethod]
    public void Action_IsTheOnlyOtherMember_AndIsIgnored()
    {
        var members = Good();
        members["action"] = "web-eid:authenticate-success";

        Assert.AreEqual(TokenWorkshop.Nonce, TokenWorkshop.Verifier().Verify(TokenWorkshop.Token(members), TokenWorkshop.Nonce).ChallengeNonce);
    }

    [TestMethod]
    [DataRow("unverifiedSigningCertificates")]
    [DataRow("unverifiedIntermediateCertificates")]
    [DataRow("nonce")]
    [DataRow("challengeNonce")]
    [DataRow("origin")]
    [DataRow("actions")]
    [DataRow("")]
    public void UnknownMember_IsRefused(string name)
    {
        var members = Good();
        members[name] = "x";

        Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    [TestMethod]
    public void TextThatIsNotUtf8_IsRefused()
    {
        var token = TokenWorkshop.Token();
        token[token.AsSpan().IndexOf("releases"u8)] = 0xFF;

        Assert.AreEqual(ErrorCode.InvalidUtf8, TokenWorkshop.RefusalOf(token));
    }

    private static Dictionary<string, object?> Good() => TokenWorkshop.Members(CardPersons.An, Applet.V18);
}
