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
            LabelsOf(certificates));
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
        var without = await RunAnywayAsync(pcscd, "opensc-tool", "-n");
        await card.PutAsync(TestContext.CancellationToken);

        Assert.DoesNotContain("Belpic", without.Output);
        Assert.Contains("Belpic", await RunAsync(pcscd, "opensc-tool", "-n"));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task CardPulledAtACommand_FailsThatProgram_AndIsPutBack()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var options = new CardOptions { PullAtApdu = 1, PutBackAfter = TimeSpan.FromMilliseconds(100) };
        var card = await pcscd.InsertAsync(Path.Combine(_folder.FullName, "pki"), "an", options, slot: 0, TestContext.CancellationToken);

        var first = await RunAnywayAsync(pcscd, "opensc-tool", "-n");
        await card.WaitUntilPutBackAsync(TestContext.CancellationToken);
        var second = await RunAsync(pcscd, "opensc-tool", "-n");

        Assert.DoesNotContain("Belpic", first.Output);
        Assert.Contains("Belpic", second);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task SwappedCard_IsAnotherPersonsOfAnotherGeneration()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd, Applet.V18);
        var before = await RunAsync(pcscd, "opensc-tool", "-a");
        await card.SwapAsync("lucie", Applet.V17, TestContext.CancellationToken);
        var after = await RunAsync(pcscd, "opensc-tool", "-a");

        Assert.StartsWith("3b:7f:96", before);
        Assert.StartsWith("3b:98:13", after);
    }

    /// <summary>pcscd resets a card that its program left. When no card answers that, the one that comes is not mute because of it.</summary>
    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task SwappedCard_IsThere_AlthoughAProgramLeftTheOneBeforeInMidCommand()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd, Applet.V18);
        for (var round = 1; round <= 3; round++)
        {
            await card.SwapAsync("an", new CardOptions { Latency = TimeSpan.FromMilliseconds(300) }, TestContext.CancellationToken);
            var before = (await card.CountAsync(TestContext.CancellationToken)).Apdus;
            using (var leaves = Start(pcscd, "opensc-tool", ["-n"]))
            {
                while ((await card.CountAsync(TestContext.CancellationToken)).Apdus == before)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.CancellationToken);
                }

                leaves.Kill();
                await leaves.WaitForExitAsync(TestContext.CancellationToken);
            }

            await card.SwapAsync("lucie", new CardOptions(), TestContext.CancellationToken);

            Assert.Contains("Belpic", await RunAsync(pcscd, "opensc-tool", "-n"), $"round {round}");
        }
    }

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task KidsCard_ListsNoSignatureCertificate(Applet applet)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var options = new CardOptions { Applet = applet };
        await pcscd.InsertAsync(Path.Combine(_folder.FullName, "pki"), "emma", options, slot: 0, TestContext.CancellationToken);

        CollectionAssert.AreEqual((string[])["Authentication", "CA", "Root"], LabelsOf(await RunAsync(pcscd, "pkcs15-tool", "-c")));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task WrongPin_CostsATry_ThatOpenScTells()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd, Applet.V17);

        var (code, _, error) = await RunAnywayAsync(pcscd, "pkcs11-tool", "-l", "-p", "9999", "-O");

        Assert.AreNotEqual(0, code);
        Assert.Contains("CKR_PIN_INCORRECT", error);
        Assert.AreEqual(0x63C2, (await card.LogAsync(TestContext.CancellationToken)).Single(e => e.Name == "VERIFY").StatusWord);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Dispose_LeavesNoProcessAndNoFolder()
    {
        var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        await InsertAsync(pcscd, Applet.V18);
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(pcscd.SocketPath))!;
        Assert.IsNotEmpty(ProcessesWith(folder));

        await pcscd.DisposeAsync();

        Assert.IsEmpty(ProcessesWith(folder));
        Assert.IsFalse(Directory.Exists(folder));
    }

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    private Task<InsertedCard> InsertAsync(PrivatePcscd pcscd, Applet applet) =>
        pcscd.InsertAsync(Path.Combine(_folder.FullName, "pki"), "an", new CardOptions { Applet = applet }, slot: 0, TestContext.CancellationToken);

    private static string[] LabelsOf(string list) =>
        [.. list.Split('\n').Where(l => l.StartsWith("X.509 Certificate", StringComparison.Ordinal)).Select(l => l.Split('[', ']')[1])];

    private static string[] ProcessesWith(string word) =>
        [.. Process.GetProcesses().Select(p => CommandOf(p.Id)).Where(c => c.Contains(word, StringComparison.Ordinal))];

    private static string CommandOf(int process)
    {
        try
        {
            return File.ReadAllText(FormattableString.Invariant($"/proc/{process}/cmdline"));
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    private async Task<string> RunAsync(PrivatePcscd pcscd, string program, params string[] arguments)
    {
        var (code, output, error) = await RunAnywayAsync(pcscd, program, arguments);
        return code == 0 ? output : throw new AssertFailedException($"{program}: {error}{pcscd.Log}");
    }

    private async Task<(int Code, string Output, string Error)> RunAnywayAsync(PrivatePcscd pcscd, string program, params string[] arguments)
    {
        using var process = Start(pcscd, program, arguments);
        var error = process.StandardError.ReadToEndAsync(TestContext.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.CancellationToken);
        await process.WaitForExitAsync(TestContext.CancellationToken);
        return (process.ExitCode, output, await error);
    }

    private Process Start(PrivatePcscd pcscd, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PCSCLITE_CSOCK_NAME"] = pcscd.SocketPath;
        start.Environment["HOME"] = _folder.FullName;
        return Process.Start(start)!;
    }
}
