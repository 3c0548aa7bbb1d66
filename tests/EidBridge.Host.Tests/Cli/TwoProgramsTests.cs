using System.Diagnostics;
using EidBridge.VirtualCard;

namespace EidBridge.Host.Tests.Cli;

/// <summary>Two processes at one card in a real pcscd: the first signs slowly, and its transaction keeps the second out.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class TwoProgramsTests
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan VerySlow = TimeSpan.FromSeconds(6);

    /// <summary>Longer than the person's 6 s and the 5 s for a last command.</summary>
    private static readonly TimeSpan Endless = TimeSpan.FromSeconds(16);
    private readonly RealHost _first = new();
    private readonly RealHost _second = new();

    public required TestContext TestContext { get; set; }

    [TestCleanup]
    public async Task Clean()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task CardHeldByAnotherProgram_IsWaitedFor_AndBothLogIn()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd, VerySlow);
        await SignSlowlyAsync(pcscd, card);
        await ScriptedLogin.AskAsync(_second, pcscd, ScriptedLogin.TypesPin);

        Assert.StartsWith("{\"unverifiedCertificate\"", await _first.ReceiveAsync());
        Assert.StartsWith("{\"unverifiedCertificate\"", await _second.ReceiveAsync());

        Assert.AreEqual(2, (await card.CountAsync(TestContext.CancellationToken)).Verifies);
        Assert.AreEqual("LOG OFF", (await card.LogAsync(TestContext.CancellationToken))[^1].Name);
    }

    [TestMethod]
    [DoNotParallelize]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task BrowserThatLeaves_WhileAnotherProgramHoldsTheCard_EndsTheHostWithinASecond()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd);
        await SignSlowlyAsync(pcscd, card);
        await ScriptedLogin.AskAsync(_second, pcscd, ScriptedLogin.TypesPin, progress: true);
        while (!(await _second.ReceiveAsync()).Contains("reading-card", StringComparison.Ordinal))
        {
            // Looking for the readers.
        }

        var begun = Stopwatch.GetTimestamp();
        _second.Process.StandardInput.Close();

        Assert.AreEqual(0, await _second.EndAsync());
        Assert.IsLessThan(TimeSpan.FromSeconds(1), Stopwatch.GetElapsedTime(begun));
        Assert.StartsWith("{\"unverifiedCertificate\"", await _first.ReceiveAsync(), "the first one is not disturbed");
        Assert.AreEqual(1, (await card.CountAsync(TestContext.CancellationToken)).Verifies);
    }

    [TestMethod]
    [DoNotParallelize]
    [DataRow(true, DisplayName = "kill -9")]
    [DataRow(false, DisplayName = "the browser leaves, and the card signs for longer than a host may stay")]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task HostThatEndsBetweenPinAndSignature_LeavesNoPinToTheNextProgram(bool killed)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd);
        await SignSlowlyAsync(pcscd, card);

        if (killed)
        {
            _first.Process.Kill();
        }
        else
        {
            var begun = Stopwatch.GetTimestamp();
            _first.Process.StandardInput.Close();
            Assert.AreEqual(0, await _first.EndAsync());
            Assert.IsLessThan(TimeSpan.FromSeconds(1), Stopwatch.GetElapsedTime(begun));
        }

        await ScriptedLogin.ExpectNoPinAsync(pcscd, TestContext.CancellationToken);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task CommandThatTheReaderDoesNotAnswer_IsNotWaitedFor_AndLeavesNoPinToTheNextProgram()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd, Endless);
        await SignSlowlyAsync(pcscd, card, """, "userInteractionTimeoutSeconds": 6""");

        var begun = Stopwatch.GetTimestamp();
        Assert.Contains("\"user-timeout\"", await _first.ReceiveAsync());

        Assert.IsLessThan(Endless, Stopwatch.GetElapsedTime(begun));
        Assert.AreEqual(0, await _first.EndAsync());
        await ScriptedLogin.ExpectNoPinAsync(pcscd, TestContext.CancellationToken);
    }

    private Task<InsertedCard> InsertAsync(PrivatePcscd pcscd, TimeSpan? signature = null) => pcscd.InsertAsync(
        Path.Combine(_first.Folder, "pki"), "an", new CardOptions { SignatureDelay = signature ?? Slow }, cancellationToken: TestContext.CancellationToken);

    /// <summary>Returns when the first host's PIN was accepted: from here on the card is busy.</summary>
    private async Task SignSlowlyAsync(PrivatePcscd pcscd, InsertedCard card, string more = "")
    {
        await ScriptedLogin.AskAsync(_first, pcscd, ScriptedLogin.TypesPin, more: more);
        while ((await card.CountAsync(TestContext.CancellationToken)).Verifies == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.CancellationToken);
        }
    }
}
