using System.Diagnostics;
using EidBridge.VirtualCard;

namespace EidBridge.Host.Tests.Cli;

/// <summary>The real process on a real pcscd, while the keypad of a reader is open: the PIN was typed there, and the driver does not come back.</summary>
[TestClass]
[DoNotParallelize]
[OSCondition(OperatingSystems.Linux)]
public sealed class KeypadTests
{
    private readonly RealHost _host = new();

    public required TestContext TestContext { get; set; }

    [TestCleanup]
    public async Task Clean() => await _host.DisposeAsync();

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task BrowserThatLeaves_WhileTheKeypadIsOpen_EndsHostAndWindowWithinASecond_AndTheCardHoldsNoPin()
    {
        var keypad = await KeypadDriver.InstallAsync(_host, TestContext.CancellationToken);
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await pcscd.InsertAsync(Path.Combine(_host.Folder, "pki"), "an", new CardOptions(), cancellationToken: TestContext.CancellationToken);
        await ScriptedLogin.AskAsync(_host, pcscd, ScriptedLogin.TypesPin);
        await keypad.WaitUntilOpenAsync(TestContext.CancellationToken);

        var begun = Stopwatch.GetTimestamp();
        _host.Process.StandardInput.Close();

        Assert.AreEqual(0, await _host.EndAsync());
        Assert.IsLessThan(TimeSpan.FromSeconds(1), Stopwatch.GetElapsedTime(begun));
        Assert.IsFalse(ScriptedLogin.AnyWindowOf(_host), "a window was left on the screen");
        Assert.AreEqual(1, (await card.CountAsync(TestContext.CancellationToken)).Verifies);
        await ScriptedLogin.ExpectNoPinAsync(pcscd, TestContext.CancellationToken);
    }
}
