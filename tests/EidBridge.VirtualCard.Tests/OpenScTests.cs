using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EidBridge.VirtualCard.Tests;

/// <summary>Software that we did not write meets the card in a real pcscd.</summary>
[TestClass]
public sealed class OpenScTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("opensc-");

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task OpenSc_KnowsTheCardAndListsItsFourCertificates(Applet applet)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        await InsertAsync(pcscd, applet);

        var name = await RunAsync(pcscd, "opensc-tool", "-n");
        var certificates = await RunAsync(pcscd, "pkcs15-tool", "-c");

        Assert.Contains("Belpic", name);
        CollectionAssert.AreEqual(
            (string[])["Authentication", "Signature", "CA", "Root"],
            certificates.Split('\n').Where(l => l.StartsWith("X.509 Certificate", StringComparison.Ordinal)).Select(l => l.Split('[', ']')[1]).ToArray());
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task OpenSc_SignsWithThe17Card()
    {
        var data = Path.Combine(_folder.FullName, "data");
        var signature = Path.Combine(_folder.FullName, "signature");
        await File.WriteAllTextAsync(data, "a letter", TestContext.CancellationToken);
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        await InsertAsync(pcscd, Applet.V17);

        await RunAsync(pcscd, "pkcs11-tool", "-l", "-p", "1234", "--sign", "-m", "SHA256-RSA-PKCS", "--id", "02", "-i", data, "-o", signature);

        using var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(_folder.FullName, "pki", "an-V17-authentication.pem"));
        using var key = certificate.GetRSAPublicKey()!;
        Assert.IsTrue(key.VerifyData(
            Encoding.ASCII.GetBytes("a letter"), await File.ReadAllBytesAsync(signature, TestContext.CancellationToken), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task TwoCards_AreInTwoSlotsOfTheReader()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        await InsertAsync(pcscd, Applet.V18);
        await pcscd.InsertAsync(Path.Combine(_folder.FullName, "pki"), "lucie", new CardOptions(), slot: 1, TestContext.CancellationToken);

        foreach (var reader in (string[])["0", "1"])
        {
            Assert.Contains("Belpic", await RunAsync(pcscd, "opensc-tool", "-r", reader, "-n"));
        }
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task PulledCard_IsGoneAndComesBack()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd, Applet.V18);
        await card.PullAsync(TestContext.CancellationToken);
        await card.PutAsync(TestContext.CancellationToken);

        Assert.Contains("Belpic", await RunAsync(pcscd, "opensc-tool", "-n"));
    }

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    private Task<InsertedCard> InsertAsync(PrivatePcscd pcscd, Applet applet) =>
        pcscd.InsertAsync(Path.Combine(_folder.FullName, "pki"), "an", new CardOptions { Applet = applet }, slot: 0, TestContext.CancellationToken);

    private async Task<string> RunAsync(PrivatePcscd pcscd, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PCSCLITE_CSOCK_NAME"] = pcscd.SocketPath;
        start.Environment["HOME"] = _folder.FullName;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.CancellationToken);
        await process.WaitForExitAsync(TestContext.CancellationToken);
        return process.ExitCode == 0 ? output : throw new AssertFailedException($"{program}: {await error}");
    }
}
