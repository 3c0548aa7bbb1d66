using System.Diagnostics;
using System.Text;
using EidBridge.VirtualCard;

namespace EidBridge.Host.Tests.Cli;

/// <summary>The real process on a real pcscd, where something around it is broken: its folders, its disk, the browser's end of the pipes.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
[DoNotParallelize]
public sealed class BrokenSurroundingsTests
{
    private const int Limit = 60_000;
    private static readonly DirectoryInfo Shared = Directory.CreateTempSubdirectory("eidbridge-test-");
    private readonly RealHost _host = new();

    public required TestContext TestContext { get; set; }

    [TestCleanup]
    public async Task Clean() => await _host.DisposeAsync();

    /// <summary>Making the cards' keys is what takes time: once for all.</summary>
    [ClassCleanup]
    public static void CleanAll() => Shared.Delete(recursive: true);

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task FoldersThatCannotBeMade_AreNoObstacleToALogin()
    {
        var file = Path.Combine(_host.Folder, "a-file");
        await File.WriteAllTextAsync(file, string.Empty, TestContext.CancellationToken);
        _host.Environment["XDG_STATE_HOME"] = Path.Combine(file, "state");
        _host.Environment["XDG_RUNTIME_DIR"] = Path.Combine(file, "run");

        await LogInAsync();
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task FullDisk_IsNoObstacleToALogin()
    {
        var disk = Directory.CreateDirectory(Path.Combine(_host.Folder, "disk")).FullName;
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", disk);
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(disk, "everything"), new byte[4096], TestContext.CancellationToken);
            _host.Environment["XDG_STATE_HOME"] = disk;
            _host.Environment["XDG_RUNTIME_DIR"] = disk;

            await LogInAsync();

            Assert.AreEqual(0, new FileInfo(Path.Combine(disk, "eidbridge", "eidbridge-host.log")).Length, "the disk was full indeed");
        }
        finally
        {
            await RunAsync("umount", disk);
        }
    }

    [TestMethod]
    [DataRow(ScriptedLogin.TypesPin, true, 1, DisplayName = "the reply")]
    [DataRow(ScriptedLogin.Hesitates, false, 0, DisplayName = "progress, before the PIN")]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task BrowserThatClosesItsReadingEndOnly_EndsTheHost_AndTheCardHoldsNoPin(string person, bool typed, int verifies)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd, new CardOptions());

        // Before the request: no frame after the version finds a reader, however fast the host is.
        await ScriptedLogin.AskAsync(_host, pcscd, person, progress: !typed, onVersion: () => _host.Process.StandardOutput.Close());

        await _host.Process.WaitForExitAsync(TestContext.CancellationToken);
        Assert.AreEqual(4, _host.Process.ExitCode);
        Assert.AreEqual(verifies, (await card.CountAsync(TestContext.CancellationToken)).Verifies);
        Assert.IsTrue(!typed || (await card.LogAsync(TestContext.CancellationToken))[^1].Name == "LOG OFF");
    }

    [TestMethod]
    [DataRow("second request")]
    [DataRow("a megabyte of garbage")]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WhateverFollowsTheRequest_IsDropped_AndTheRequestIsAnswered(string what)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd, new CardOptions());
        var pipe = Path.Combine(_host.Folder, "typed-now");
        await RunAsync("mkfifo", pipe);
        await ScriptedLogin.AskAsync(_host, pcscd, ScriptedLogin.TypesPinAfter(pipe), progress: true);
        await ReceiveStateAsync("waiting-for-pin");

        if (what == "second request")
        {
            await _host.SendAsync("""{"command":"quit","arguments":{}}""");
        }
        else
        {
            await _host.SendAsync(Encoding.ASCII.GetBytes(new string('?', 1 << 20)));
        }

        // All of it was written, so the host has read all but what a pipe holds, before the person types.
        await RunAsync("sh", "-c", $": > {pipe}");
        await ReceiveStateAsync("signing");
        Assert.StartsWith("{\"unverifiedCertificate\"", await _host.ReceiveAsync());
        Assert.AreEqual(0, await _host.EndAsync(), "one request, one reply");
        Assert.AreEqual(1, (await card.CountAsync(TestContext.CancellationToken)).Verifies);
    }

    [TestMethod]
    [DataRow("authenticate", "waiting-for-card", DisplayName = "no card")]
    [DataRow("authenticate", "reading-card", DisplayName = "a slow card that is being read")]
    [DataRow("get-identity", "waiting-for-consent", DisplayName = "the question whether to send data")]
    [DataRow("get-signing-certificate", "waiting-for-consent", DisplayName = "the choice of a certificate")]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task BrowserThatLeaves_EndsTheHostByItselfWithinASecond(string command, string state)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        if (state != "waiting-for-card")
        {
            await InsertAsync(pcscd, new CardOptions { Latency = TimeSpan.FromMilliseconds(state == "reading-card" ? 500 : 0) });
        }

        var ours = command == "get-identity" ? "\"progress\":true,\"fields\":[\"surname\"]" : "\"progress\":true";
        var nonce = command == "authenticate" ? $"\"challengeNonce\":\"{ScriptedLogin.Nonce}\"," : string.Empty;
        await ScriptedLogin.AskAsync(_host, pcscd, ScriptedLogin.Hesitates, command, $"{nonce}\"eidbridge\":{{{ours}}}", agrees: false);
        await ReceiveStateAsync(state);

        await LeaveAsync();
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task BrowserThatLeaves_WhileAgreedDataAreRead_EndsTheHostByItselfWithinASecond()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        await InsertAsync(pcscd, new CardOptions { Latency = TimeSpan.FromMilliseconds(500) });
        await ScriptedLogin.AskAsync(
            _host, pcscd, ScriptedLogin.Hesitates, "get-identity", "\"eidbridge\":{\"progress\":true,\"fields\":[\"photo\"]}");
        await ReceiveStateAsync("waiting-for-consent");
        await ReceiveStateAsync("reading-card");

        await LeaveAsync();
    }

    /// <summary>The other one's person hesitates at the PIN, and this one would wait 2 s for its turn.</summary>
    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task BrowserThatLeaves_WhileAnotherHostHasTheTurn_EndsTheHostByItselfWithinASecond()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        await InsertAsync(pcscd, new CardOptions());
        await using var other = new RealHost();
        _host.Environment["XDG_RUNTIME_DIR"] = other.Environment["XDG_RUNTIME_DIR"] = Directory.CreateDirectory(Path.Combine(_host.Folder, "both")).FullName;
        await ScriptedLogin.AskAsync(other, pcscd, ScriptedLogin.Hesitates, progress: true);
        while (!(await other.ReceiveAsync()).Contains("waiting-for-pin", StringComparison.Ordinal))
        {
            // On its way there.
        }

        await ScriptedLogin.AskAsync(_host, pcscd, ScriptedLogin.TypesPin);

        Assert.AreEqual(string.Empty, await LeaveAsync(), "its turn never came");
    }

    /// <returns>What the host still said.</returns>
    private async Task<string> LeaveAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        _host.Process.StandardInput.Close();

        var said = await _host.Process.StandardOutput.ReadToEndAsync(TestContext.CancellationToken);
        await _host.Process.WaitForExitAsync(TestContext.CancellationToken);
        Assert.AreEqual(0, _host.Process.ExitCode);
        Assert.IsLessThan(TimeSpan.FromSeconds(1), Stopwatch.GetElapsedTime(begun));
        return said;
    }

    private async Task LogInAsync()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        await InsertAsync(pcscd, new CardOptions());
        await ScriptedLogin.AskAsync(_host, pcscd, ScriptedLogin.TypesPin, withIssuer: true);

        Assert.StartsWith("{\"unverifiedCertificate\"", await _host.ReceiveAsync());
        Assert.AreEqual(0, await _host.EndAsync());
    }

    private async Task ReceiveStateAsync(string state)
    {
        while (!(await _host.ReceiveAsync()).Contains(state, StringComparison.Ordinal))
        {
            // Told on the way there.
        }
    }

    private async Task RunAsync(string program, params string[] args)
    {
        using var process = Process.Start(program, args);
        await process.WaitForExitAsync(TestContext.CancellationToken);
        Assert.AreEqual(0, process.ExitCode, program);
    }

    private Task<InsertedCard> InsertAsync(PrivatePcscd pcscd, CardOptions options) => pcscd.InsertAsync(
        Path.Combine(Shared.FullName, "pki"), "an", options, cancellationToken: TestContext.CancellationToken);
}
