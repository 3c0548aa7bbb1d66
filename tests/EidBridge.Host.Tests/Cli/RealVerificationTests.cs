using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EidBridge.Card;
using EidBridge.Protocol;
using EidBridge.Verification;
using EidBridge.Verification.Documents;
using EidBridge.Verification.Identity;
using EidBridge.VirtualCard;

namespace EidBridge.Host.Tests.Cli;

/// <summary>What the real process reads and signs, with a real pcscd and a virtual card, is what the verifier believes.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class RealVerificationTests
{
    private readonly RealHost _host = new();

    public required TestContext TestContext { get; set; }

    [TestCleanup]
    public async Task Clean() => await _host.DisposeAsync();

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public async Task Login_ItsFiles_AndASignedDocument_Hold(Applet applet)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        await pcscd.InsertAsync(
            Path.Combine(_host.Folder, "pki"), "an", new CardOptions { Applet = applet }, cancellationToken: TestContext.CancellationToken);
        var options = Options();

        var token = await AskAsync(pcscd, "authenticate", $"\"challengeNonce\":\"{ScriptedLogin.Nonce}\"");
        var eid = new EidTokenVerifier(options, TimeProvider.System).Verify(Encoding.UTF8.GetBytes(token.GetRawText()), ScriptedLogin.Nonce);
        var files = (await AskAsync(pcscd, "get-identity", """ "eidbridge":{"files":true} """)).GetProperty("files");
        var identity = await new IdentityVerifier(options, TimeProvider.System)
            .VerifyAsync(Encoding.UTF8.GetBytes(files.GetRawText()), eid, TestContext.CancellationToken);
        var signature = await new DocumentVerifier(options, TimeProvider.System).VerifyAsync(await SignAsync(pcscd, eid), TestContext.CancellationToken);

        Assert.AreEqual(CardPersons.An.NationalNumber, identity.Identity.NationalNumber);
        Assert.AreEqual("Kouter 12", identity.Address.StreetAndNumber);
        Assert.AreEqual(CardPersons.An.NationalNumber, signature.NationalNumber);
    }

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public async Task TokenThatBringsItsCa_HoldsOnTheRootsAlone(Applet applet)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        await pcscd.InsertAsync(
            Path.Combine(_host.Folder, "pki"), "an", new CardOptions { Applet = applet }, cancellationToken: TestContext.CancellationToken);
        var options = Options(rootsOnly: true);

        var token = await AskAsync(pcscd, "authenticate", $"\"challengeNonce\":\"{ScriptedLogin.Nonce}\",\"eidbridge\":{{\"tokenFormat\":\"web-eid:1.1\"}}");
        var eid = new EidTokenVerifier(options, TimeProvider.System).Verify(Encoding.UTF8.GetBytes(token.GetRawText()), ScriptedLogin.Nonce);

        Assert.AreEqual(CardPersons.An.NationalNumber, eid.NationalNumber);
    }

    [TestMethod]
    public void DigestInfo_IsTheSameOnTheCardsSideAndOnTheServers()
    {
        foreach (var function in HashFunction.All)
        {
            var hash = new byte[HashFunction.LengthOf(function)];

            Assert.AreSequenceEqual(new HashToSign(HashFunction.Find(function)!.Value, hash).ToDigestInfo(), HashFunction.ToDigestInfo(function, hash));
        }
    }

    private async Task<SignedDocument> SignAsync(PrivatePcscd pcscd, VerifiedEid signer)
    {
        const string Function = "SHA-512";
        var hash = SHA512.HashData("a document"u8);
        var certificate = (await AskAsync(pcscd, "get-signing-certificate", string.Empty)).GetProperty("certificate").GetString()!;
        var signed = await AskAsync(
            pcscd, "sign", $"\"certificate\":\"{certificate}\",\"hash\":\"{Convert.ToBase64String(hash)}\",\"hashFunction\":\"{Function}\"");
        var said = signed.GetProperty("signatureAlgorithm");
        return new SignedDocument
        {
            Certificate = Convert.FromBase64String(certificate),
            Hash = hash,
            HashFunction = Function,
            Signature = signed.GetProperty("signature").GetBytesFromBase64(),
            Algorithm = new SupportedSignatureAlgorithm(
                said.GetProperty("cryptoAlgorithm").GetString()!, said.GetProperty("hashFunction").GetString()!, said.GetProperty("paddingScheme").GetString()!),
            ExpectedSigner = signer,
        };
    }

    private EidVerificationOptions Options(bool rootsOnly = false)
    {
        var pki = CardPki.OpenOrCreate(Path.Combine(_host.Folder, "pki"), TimeProvider.System.GetUtcNow());
        return new EidVerificationOptions
        {
            Origin = ScriptedLogin.Origin,
            TrustAnchors = [pki.EcRoot, pki.RsaRoot],
            IssuingCertificates = rootsOnly ? [] : [pki.IssuingCa(Applet.V18, foreigner: false), pki.IssuingCa(Applet.V17, foreigner: false)],
        };
    }

    private async Task<JsonElement> AskAsync(PrivatePcscd pcscd, string command, string arguments)
    {
        await ScriptedLogin.AskAsync(_host, pcscd, ScriptedLogin.TypesPin, command, arguments);
        var reply = await _host.ReceiveAsync();
        Assert.AreEqual(0, await _host.EndAsync());
        return JsonSerializer.Deserialize<JsonElement>(reply);
    }
}
