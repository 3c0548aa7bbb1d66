using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T15: what other readers of this token let pass. Answers of OCSP that others believe: <see cref="T6OcspAnswerTests"/>.</summary>
[TestClass]
public sealed class T15LaxReaderTests
{
    private static string Good => Encoding.UTF8.GetString(TokenWorkshop.Token());

    [TestMethod]
    [DataRow("web-eid:10.0")]
    [DataRow("web-eid:1 anything")]
    [DataRow("web-eid:1.999")]
    [DataRow("web-eid:1.0.0")]
    [DataRow("web-eid:1.00")]
    public void FormatThatOnlyBeginsLikeOurs_IsRefused(string format)
    {
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        members["format"] = format;

        Assert.AreEqual(ErrorCode.TokenFormatUnsupported, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    [TestMethod]
    [DataRow("ES256")]
    [DataRow("es384")]
    [DataRow("RS256")]
    public void AlgorithmThatDoesNotFitTheP384Key_IsRefused(string algorithm)
    {
        // The signature is right for the hash that the algorithm names: only the key is another's.
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        using var key = TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V18).Authentication.GetECDsaPrivateKey()!;
        var data = SignedBytes.Compute("ES256", TokenWorkshop.Origin, TokenWorkshop.Nonce);
        members["signature"] = Convert.ToBase64String(key.SignData(data, HashAlgorithmName.SHA256));
        members["algorithm"] = algorithm;

        Assert.AreEqual(ErrorCode.AlgorithmUnsupported, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    [TestMethod]
    [DataRow("/* c */", "")]
    [DataRow("// c\n", "")]
    [DataRow("", "/* c */")]
    [DataRow("", " x")]
    [DataRow("", "{}")]
    [DataRow("", ",")]
    [DataRow("", "\0")]
    [DataRow("\uFEFF", "")]
    public void CommentsAndStrayText_AroundTheObject_AreRefused(string before, string after) => AssertRefused(before + Good + after);

    [TestMethod]
    public void CommentInsideTheObject_IsRefused() => AssertRefused(Good.Replace(",", ",/* c */", StringComparison.Ordinal));

    [TestMethod]
    public void CommaBeforeTheEnd_IsRefused() => AssertRefused(Good[..^1] + ",}");

    [TestMethod]
    public void SingleQuotes_AreRefused() => AssertRefused(Good.Replace('"', '\''));

    [TestMethod]
    public void NamesWithoutQuotes_AreRefused() => AssertRefused(Good.Replace("\"format\"", "format", StringComparison.Ordinal));

    [TestMethod]
    [DataRow("format", "Format")]
    [DataRow("signature", "Signature")]
    [DataRow("signature", "SIGNATURE")]
    [DataRow("unverifiedCertificate", "unverifiedcertificate")]
    [DataRow("algorithm", "Algorithm")]
    [DataRow("appVersion", "appversion")]
    public void NameInAnotherCase_IsRefused(string name, string other) => Assert.AreEqual(
        ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Text(Good.Replace($"\"{name}\"", $"\"{other}\"", StringComparison.Ordinal))));

    [TestMethod]
    [DataRow(",\"format\":\"web-eid:1.0\"}")]
    [DataRow(",\"\\u0066ormat\":\"web-eid:1.0\"}", DisplayName = "written with an escape")]
    public void NameThatStandsTwice_IsRefused(string end) => AssertRefused(Good[..^1] + end);

    [TestMethod]
    public void Base64Url_IsRefused()
    {
        // A signature whose base64 differs from its base64url.
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        while (!((string)members["signature"]!).AsSpan().ContainsAny('+', '/'))
        {
            members = TokenWorkshop.Members(CardPersons.An, Applet.V18);
        }

        members["signature"] = ((string)members["signature"]!).Replace('+', '-').Replace('/', '_');

        Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    [TestMethod]
    public void Base64WithoutItsPadding_IsRefused()
    {
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V17);
        members["signature"] = ((string)members["signature"]!).TrimEnd('=');

        Assert.AreEqual(ErrorCode.TokenInvalid, TokenWorkshop.RefusalOf(TokenWorkshop.Token(members)));
    }

    private static void AssertRefused(string json) => Assert.AreEqual(ErrorCode.InvalidJson, TokenWorkshop.RefusalOf(TokenWorkshop.Text(json)));
}
