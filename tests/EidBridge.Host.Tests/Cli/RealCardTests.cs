using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using EidBridge.Host.Commands;
using EidBridge.VirtualCard;

namespace EidBridge.Host.Tests.Cli;

/// <summary>The real process, a real pcscd, a virtual card, and a pinentry that types by itself.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class RealCardTests
{
    private readonly RealHost _host = new();

    public required TestContext TestContext { get; set; }

    [TestCleanup]
    public async Task Clean() => await _host.DisposeAsync();

    [TestMethod]
    [DataRow(Applet.V18, "ES384", DisplayName = "applet 1.8")]
    [DataRow(Applet.V17, "RS256", DisplayName = "applet 1.7")]
    public async Task Token_VerifiesUnderTheCardsCertificate(Applet applet, string algorithm)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd, applet);
        await ScriptedLogin.AskAsync(_host, pcscd, ScriptedLogin.TypesPin);

        var reply = await _host.ReceiveAsync();

        Assert.AreEqual(0, await _host.EndAsync());
        Assert.StartsWith("{\"unverifiedCertificate\"", reply);
        using var token = JsonDocument.Parse(reply);
        Assert.AreEqual(algorithm, token.RootElement.GetProperty("algorithm").GetString());
        var certificate = token.RootElement.GetProperty("unverifiedCertificate").GetBytesFromBase64();
        Assert.IsTrue(Verifies(certificate, token.RootElement.GetProperty("signature").GetBytesFromBase64()));
        var log = await card.LogAsync(TestContext.CancellationToken);
        Assert.AreEqual(6 + ((certificate.Length + 255) / 256), log.Count);
        Assert.AreEqual("LOG OFF", log[^1].Name);
    }

    [TestMethod]
    public async Task DebugLog_TracesCommands_WithoutWhatIsInThem()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        await InsertAsync(pcscd, Applet.V18);
        await ScriptedLogin.AskAsync(_host, pcscd, ScriptedLogin.TypesPin, more: ", \"logLevel\": \"debug\"");
        await _host.ReceiveAsync();
        Assert.AreEqual(0, await _host.EndAsync());

        Assert.Contains("00200001 (8 bytes) -> 9000 (0 bytes)", _host.Log);
        Assert.DoesNotContain("241234", _host.Log);
        Assert.DoesNotContain("Peeters", _host.Log);
    }

    [TestMethod]
    [DoNotParallelize]
    public async Task BrowserThatLeavesAtThePin_EndsTheHostWithinASecond_AndNoPinIsSent()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd, Applet.V18);
        await ScriptedLogin.AskAsync(_host, pcscd, ScriptedLogin.Hesitates, progress: true);
        while (!(await _host.ReceiveAsync()).Contains("waiting-for-pin", StringComparison.Ordinal))
        {
            // Waiting for the card, reading it.
        }

        var begun = Stopwatch.GetTimestamp();
        _host.Process.StandardInput.Close();

        Assert.AreEqual(0, await _host.EndAsync());
        Assert.IsLessThan(TimeSpan.FromSeconds(1), Stopwatch.GetElapsedTime(begun));
        Assert.DoesNotContain("VERIFY", string.Join(' ', (await card.LogAsync(TestContext.CancellationToken)).Select(e => e.Name)));
    }

    [TestMethod]
    public async Task Status_CountsReadersAndCards_AndSendsNothingToThem()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd, Applet.V18);
        _host.Start(["status", "--json"], ("PCSCLITE_CSOCK_NAME", pcscd.SocketPath));

        using var status = JsonDocument.Parse(await _host.Process.StandardOutput.ReadToEndAsync());

        var readers = status.RootElement.GetProperty("readers").EnumerateArray().Select(r => r.GetProperty("card").GetBoolean()).ToList();
        CollectionAssert.AreEqual(new[] { true, false }, readers);
        Assert.IsEmpty(await card.LogAsync(TestContext.CancellationToken));
    }

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public async Task TokenWithIssuer_CostsTheCaOnceAndNothingFromThenOn(Applet applet)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd, applet);

        var first = await LogInAsync(pcscd);
        var afterFirst = await card.CountAsync(TestContext.CancellationToken);
        var second = await LogInAsync(pcscd);
        var afterSecond = await card.CountAsync(TestContext.CancellationToken);

        var (leaf, issuer) = (first.GetProperty("unverifiedCertificate").GetBytesFromBase64(), first.GetProperty("unverifiedIntermediateCertificates")[0].GetBytesFromBase64());
        Assert.AreEqual("web-eid:1.1", first.GetProperty("format").GetString());
        Assert.IsTrue(IssuerCache.IsIssuedBy(leaf, issuer));
        CollectionAssert.AreEqual(issuer, second.GetProperty("unverifiedIntermediateCertificates")[0].GetBytesFromBase64());
        Assert.AreEqual(6 + Blocks(leaf) + 1 + Blocks(issuer), afterFirst.Apdus);
        Assert.AreEqual(6 + Blocks(leaf), afterSecond.Apdus - afterFirst.Apdus, "a known CA costs nothing");
    }

    [TestMethod]
    [DataRow(Applet.V18, "1.8")]
    [DataRow(Applet.V17, "1.7")]
    public async Task Cards_TellsCertificatesAndTries_WithoutAPin(Applet applet, string name)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd, applet);
        await card.SetTriesAsync(2, TestContext.CancellationToken);
        _host.Start(["cards", "--json"], ("PCSCLITE_CSOCK_NAME", pcscd.SocketPath));

        using var report = JsonDocument.Parse(await _host.Process.StandardOutput.ReadToEndAsync());

        var told = report.RootElement.GetProperty("readers")[0].GetProperty("card");
        Assert.AreEqual((name, 2), (told.GetProperty("applet").GetString(), told.GetProperty("triesLeft").GetInt32()));
        CollectionAssert.AreEqual(
            (string[])["authentication", "signing"],
            told.GetProperty("certificates").EnumerateArray().Where(c => c.GetProperty("obstacle").ValueKind == JsonValueKind.Null)
                .Select(c => c.GetProperty("use").GetString()).ToArray());
        Assert.IsFalse((await card.LogAsync(TestContext.CancellationToken)).Any(e => e is { Name: "VERIFY", BytesIn: > 5 }), "no PIN was sent");
    }

    private static int Blocks(byte[] certificate) => (certificate.Length + 255) / 256;

    private async Task<JsonElement> LogInAsync(PrivatePcscd pcscd)
    {
        await ScriptedLogin.AskAsync(_host, pcscd, ScriptedLogin.TypesPin, withIssuer: true);
        var reply = await _host.ReceiveAsync();
        Assert.AreEqual(0, await _host.EndAsync());
        return JsonSerializer.Deserialize<JsonElement>(reply);
    }

    private static bool Verifies(byte[] der, byte[] signature)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        using var ec = certificate.GetECDsaPublicKey();
        using var rsa = certificate.GetRSAPublicKey();
        return ec?.VerifyData(Signed(SHA384.HashData), signature, HashAlgorithmName.SHA384)
            ?? rsa!.VerifyData(Signed(SHA256.HashData), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static byte[] Signed(Func<byte[], byte[]> hash) => [.. hash(Encoding.UTF8.GetBytes(ScriptedLogin.Origin)), .. hash(Encoding.UTF8.GetBytes(ScriptedLogin.Nonce))];

    private Task<InsertedCard> InsertAsync(PrivatePcscd pcscd, Applet applet) => pcscd.InsertAsync(
        Path.Combine(_host.Folder, "pki"), "an", new CardOptions { Applet = applet }, cancellationToken: TestContext.CancellationToken);
}
