using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using EidBridge.VirtualCard;

namespace EidBridge.Host.Tests.Cli;

/// <summary>Signatures and identity by the real process, a real pcscd and a virtual card: what it costs the card, and that others can verify it.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class RealDocumentTests
{
    private readonly RealHost _host = new();

    public required TestContext TestContext { get; set; }

    [TestCleanup]
    public async Task Clean() => await _host.DisposeAsync();

    [TestMethod]
    [DataRow(Applet.V18, "SHA-384", "SHA384")]
    [DataRow(Applet.V18, "SHA-256", "SHA256")]
    [DataRow(Applet.V17, "SHA-256", "SHA256")]
    [DataRow(Applet.V17, "SHA-512", "SHA512")]
    public async Task Document_IsSignedWithTheCertificateThatWasChosen(Applet applet, string function, string platform)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd, applet);
        var hash = CryptographicOperations.HashData(new HashAlgorithmName(platform), "a document"u8);

        var chosen = await AskAsync(pcscd, "get-signing-certificate", string.Empty);
        var der = chosen.GetProperty("certificate").GetBytesFromBase64();
        var afterChoice = await card.CountAsync(TestContext.CancellationToken);
        var signed = await AskAsync(
            pcscd, "sign",
            $"\"certificate\":\"{Convert.ToBase64String(der)}\",\"hash\":\"{Convert.ToBase64String(hash)}\",\"hashFunction\":\"{function}\"");

        Assert.IsTrue(Verifies(der, hash, new HashAlgorithmName(platform), signed.GetProperty("signature").GetBytesFromBase64()));
        Assert.AreEqual(1 + Blocks(der), afterChoice.Apdus);
        var log = await card.LogAsync(TestContext.CancellationToken);
        Assert.HasCount(afterChoice.Apdus + 6 + Blocks(der), log);
        Assert.AreEqual(1, log.Count(entry => entry.Name == "VERIFY"), "one signature, one VERIFY");
        Assert.AreEqual("LOG OFF", log[^1].Name);
    }

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public async Task IdentityAddressAndPhoto_CostTheFewestCommands_AndNoPin(Applet applet)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd, applet);

        var reply = await AskAsync(pcscd, "get-identity", Ours("""{"fields":["surname","birthDate","address","photo"]}"""));

        var identity = reply.GetProperty("identity");
        Assert.AreEqual("Peeters", identity.GetProperty("surname").GetString());
        Assert.AreEqual("1980-05-17", identity.GetProperty("birthDate").GetString());
        Assert.AreEqual("Kouter 12", identity.GetProperty("address").GetProperty("streetAndNumber").GetString());
        CollectionAssert.AreEqual((byte[])[0xFF, 0xD8], identity.GetProperty("photo").GetBytesFromBase64()[..2]);
        var log = await card.LogAsync(TestContext.CancellationToken);
        Assert.HasCount(applet == Applet.V18 ? 18 : 17, log);
        Assert.DoesNotContain("VERIFY", log.Select(entry => entry.Name));
    }

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public async Task Files_BringTheRegistersSignatures(Applet applet)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        await InsertAsync(pcscd, applet);

        var reply = await AskAsync(pcscd, "get-identity", Ours("""{"files":true}"""));

        var files = reply.GetProperty("files");
        var (identity, signature) = (files.GetProperty("identity").GetBytesFromBase64(), files.GetProperty("identitySignature").GetBytesFromBase64());
        using var register = X509CertificateLoader.LoadCertificate(files.GetProperty("registerCertificate").GetBytesFromBase64());
        using var rsa = register.GetRSAPublicKey();
        using var ec = register.GetECDsaPublicKey();
        Assert.IsTrue(
            rsa?.VerifyData(identity, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            ?? ec!.VerifyData(identity, signature.AsSpan(0, 2 + signature[1]), HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence));
    }

    private static string Ours(string json) => $"\"eidbridge\":{json}";

    private static int Blocks(byte[] certificate) => (certificate.Length + 255) / 256;

    private static bool Verifies(byte[] der, byte[] hash, HashAlgorithmName function, byte[] signature)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        using var ec = certificate.GetECDsaPublicKey();
        using var rsa = certificate.GetRSAPublicKey();
        return ec?.VerifyHash(hash, signature) ?? rsa!.VerifyHash(hash, signature, function, RSASignaturePadding.Pkcs1);
    }

    private async Task<JsonElement> AskAsync(PrivatePcscd pcscd, string command, string arguments)
    {
        await ScriptedLogin.AskAsync(_host, pcscd, ScriptedLogin.TypesPin, command, arguments);
        var reply = await _host.ReceiveAsync();
        Assert.AreEqual(0, await _host.EndAsync());
        return JsonSerializer.Deserialize<JsonElement>(reply);
    }

    private Task<InsertedCard> InsertAsync(PrivatePcscd pcscd, Applet applet) => pcscd.InsertAsync(
        Path.Combine(_host.Folder, "pki"), "an", new CardOptions { Applet = applet }, cancellationToken: TestContext.CancellationToken);
}
