using System.Security.Cryptography;
using System.Text;
using EidBridge.Protocol.Messages;

namespace EidBridge.Protocol.Tests;

[TestClass]
public sealed class MessageTests
{
    private const string Nonce = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    [TestMethod]
    public void Authenticate_WithEverything_IsRead()
    {
        var request = RequestReader.Read(Encoding.UTF8.GetBytes($$$"""
            {"arguments":{"eidbridge":{"userInteractionTimeout":5000,"tokenFormat":"web-eid:1.0","progress":true},
             "lang":"fr","origin":"https://doctor.example","challengeNonce":"{{{Nonce}}}"},"command":"authenticate"}
            """));

        Assert.AreEqual(
            new AuthenticateRequest(Nonce, "https://doctor.example", "fr") { WantsProgress = true, UserInteractionTimeout = TimeSpan.FromSeconds(5) },
            request);
    }

    [TestMethod]
    [DataRow(240_000L, 240)]
    [DataRow(240_001L, 240)]
    [DataRow(long.MaxValue, 240)]
    public void PersonsTime_IsCappedAt240Seconds(long asked, int seconds)
    {
        var json = $$$"""
            {"command":"authenticate","arguments":{"challengeNonce":"{{{Nonce}}}","origin":"https://a.be",
             "eidbridge":{"userInteractionTimeout": {{{asked}}} } } }
            """;

        var request = Assert.IsInstanceOfType<AuthenticateRequest>(RequestReader.Read(Encoding.UTF8.GetBytes(json)));

        Assert.AreEqual(TimeSpan.FromSeconds(seconds), request.UserInteractionTimeout);
    }

    [TestMethod]
    [DataRow("""{"command":"quit","arguments":{"eidbridge":null}}""", true)]
    [DataRow("""{"command":"authenticate","arguments":null}""", false)]
    [DataRow("""{"command":"authenticate","arguments":{"challengeNonce":null,"origin":"https://a.be"}}""", false)]
    [DataRow("""{"command":"authenticate","arguments":{"ORIGIN":"https://a.be"}}""", false)]
    [DataRow("""{"command":"authenticate","arguments":{"eidbridge":true}}""", false)]
    [DataRow("""{"command":"authenticate","arguments":{"eidbridge":{"progress":1}}}""", false)]
    [DataRow("""{"command":"authenticate","arguments":{"eidbridge":{"userInteractionTimeout":99999999999999999999}}}""", false)]
    [DataRow("""{"command":"authenticate","arguments":{"eidbridge":{"userInteractionTimeout":-1}}}""", false)]
    public void WrongTypes_AreRefused_ExceptWhatQuitIgnores(string json, bool passes)
    {
        if (passes)
        {
            Assert.IsInstanceOfType<QuitRequest>(RequestReader.Read(Encoding.UTF8.GetBytes(json)));
            return;
        }

        var refused = Assert.ThrowsExactly<EidBridgeException>(() => RequestReader.Read(Encoding.UTF8.GetBytes(json)));
        Assert.AreEqual(ErrorCode.InvalidRequest, refused.Code);
    }

    [TestMethod]
    public void RequestsAndTokens_PrintNothingTheyHold()
    {
        var request = new AuthenticateRequest(Nonce, "https://doctor.example", "nl");
        var token = new TokenReply([1], "ES384", [2], "app");

        Assert.AreEqual(("AuthenticateRequest", "TokenReply"), (request.ToString(), token.ToString()));
    }

    [TestMethod]
    public void Replies_AreWrittenAsTheProtocolHasThem()
    {
        Assert.AreEqual(
            """{"unverifiedCertificate":"AQI=","algorithm":"ES384","signature":"Aw==","format":"web-eid:1.0","appVersion":"https://a.be/1"}""",
            Text(new TokenReply([1, 2], "ES384", [3], "https://a.be/1")));
        Assert.AreEqual("""{"progress":{"state":"signing"}}""", Text(new ProgressReply("signing")));
        Assert.AreEqual("{}", Text(new QuitReply()));
        Assert.AreEqual(
            """{"error":{"code":"ERR_WEBEID_NATIVE_FATAL","message":"é \"","eidbridge":{"code":"pin-blocked","triesLeft":0}}}""",
            Text(new FailureReply(ErrorCode.PinBlocked, "é \"", 0)));
    }

    [TestMethod]
    public void SignedBytes_AreTheHashesOfOriginAndNonceAsText()
    {
        byte[] expected = [.. SHA384.HashData("https://a.be"u8), .. SHA384.HashData(Encoding.UTF8.GetBytes(Nonce))];

        CollectionAssert.AreEqual(expected, SignedBytes.Compute(SignatureAlgorithm.Es384, "https://a.be", Nonce));
        CollectionAssert.AreEqual(SHA384.HashData(expected), SignedBytes.HashToSign(SignatureAlgorithm.Es384, "https://a.be", Nonce));
        Assert.HasCount(64, SignedBytes.Compute(SignatureAlgorithm.Rs256, "https://a.be", Nonce));
        Assert.AreEqual(
            ErrorCode.AlgorithmUnsupported,
            Assert.ThrowsExactly<EidBridgeException>(() => SignedBytes.Compute("es384", "https://a.be", Nonce)).Code);
    }

    private static string Text(HostReply reply) => Encoding.UTF8.GetString(ReplyWriter.Write(reply));
}
