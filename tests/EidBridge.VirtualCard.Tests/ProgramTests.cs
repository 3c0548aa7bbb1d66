using System.Diagnostics;

namespace EidBridge.VirtualCard.Tests;

/// <summary>The program as a person or a script meets it.</summary>
[TestClass]
public sealed class ProgramTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("virtual-card-");

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Help_IsOnStandardOutput()
    {
        var (code, output, _) = await RunAsync("--help");

        Assert.AreEqual(0, code);
        Assert.Contains("--follow-response", output);
    }

    [TestMethod]
    [DataRow("--nonsense", DisplayName = "unknown option")]
    [DataRow("--port 1", DisplayName = "no folder")]
    [DataRow("--port 1 --pki x --person nobody", DisplayName = "unknown person")]
    [DataRow("--port 1 --pki x --pin 12a4", DisplayName = "a PIN of letters")]
    [DataRow("--port 1 --pki x --tries 4", DisplayName = "four tries")]
    [DataRow("--port 1 --pki x --host 10.0.0.1", DisplayName = "another host than loopback")]
    [DataRow("--port 70000 --pki x", DisplayName = "no such port")]
    public async Task WrongUse_IsSaid_WithExitCodeTwo(string words)
    {
        var (code, _, error) = await RunAsync(words.Split(' '));

        Assert.AreEqual(2, code);
        Assert.Contains("--pki DIR", error);
    }

    [TestMethod]
    public async Task TwoProcesses_AtOnce_MakeOnePki()
    {
        var runs = await Task.WhenAll(RunAsync("pki", "--out", _folder.FullName), RunAsync("pki", "--out", _folder.FullName));
        var root = await File.ReadAllBytesAsync(Path.Combine(_folder.FullName, "root-ec.crt"), TestContext.CancellationToken);

        CollectionAssert.AreEqual((int[])[0, 0], runs.Select(r => r.Code).ToArray());
        CollectionAssert.AreEqual(root, CardPki.OpenOrCreate(_folder.FullName, DateTimeOffset.UnixEpoch).EcRoot.RawData);
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.FullName, "root-V18.pem")));
    }

    [TestMethod]
    public void Card_IssuedAgainFromItsFolder_HasTheSameFiles()
    {
        var first = CardPki.OpenOrCreate(_folder.FullName, DateTimeOffset.UnixEpoch.AddYears(56)).Issue(CardPersons.Emma, Applet.V18);

        var second = CardPki.OpenOrCreate(_folder.FullName, DateTimeOffset.UnixEpoch.AddYears(57)).Issue(CardPersons.Emma, Applet.V18);

        foreach (var (path, file) in first.Files)
        {
            CollectionAssert.AreEqual(file, second.Files[path], path);
        }
    }

    [TestMethod]
    [DataRow("--follow-response --mse-anywhere --last-try-6983 --df-from-anywhere --pull-at 7 --put-back-after 1500")]
    [DataRow("--applet 1.7 --pin 123456 --tries 1 --profile real --latency 3 --bytes-per-second 900 --sign-delay 20")]
    public void Words_ThatACardIsStartedWith_AreReadBackTheSame(string words)
    {
        var options = CommandLine.Parse(["--port", "1", "--pki", "x", .. words.Split(' ')]).Card;

        var again = CommandLine.Parse(["--port", "1", "--pki", "x", .. CardArguments.Of(options)]).Card;

        Assert.AreEqual(options, again);
        Assert.AreNotEqual(new CardOptions(), options);
    }

    [TestMethod]
    [DataRow(Applet.V17, 900)]
    [DataRow(Applet.V18, 250)]
    public void RealProfile_CostsTheTimeOfACard(Applet applet, int signatureMilliseconds)
    {
        var timing = CardTiming.Of(new CardOptions { Applet = applet, Profile = CardProfile.Real });

        var difference = timing.CostOf(100, signature: true) - timing.CostOf(100, signature: false);

        Assert.AreEqual(signatureMilliseconds, difference.TotalMilliseconds);
        Assert.IsGreaterThan(timing.CostOf(100, signature: false), timing.CostOf(1000, signature: false));
    }

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "eidbridge-virtual-card"), words)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(TestContext.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.CancellationToken);
        await process.WaitForExitAsync(TestContext.CancellationToken);
        return (process.ExitCode, output, await error);
    }
}
