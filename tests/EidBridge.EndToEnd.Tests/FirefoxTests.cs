using EidBridge.Demo;
using EidBridge.VirtualCard;

namespace EidBridge.EndToEnd.Tests;

/// <summary>A real Firefox ESR, the published host, pcscd and the card: what the tests of Chromium show, in the other browser.</summary>
[TestClass]
[DoNotParallelize]
public sealed class FirefoxTests : OnStage
{
    private const int Limit = 120_000;
    private const string WaitingForPin = "document.querySelector('#state')?.dataset.state === 'waiting-for-pin'";

    [TestMethod]
    [DataRow(Applet.V18, 10)]
    [DataRow(Applet.V17, 12)]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Login_WithTheCard_EndsAtTheProfile(Applet applet, int commands)
    {
        var tab = await OpenLoginAsync(new StageOptions { Applet = applet });
        var window = await OpenWindowAsync(tab);

        await Stage.EnterPinAsync(window, Stage.Options.Pin, CancellationToken);

        await tab.WaitForPathAsync("/login/profile", CancellationToken);
        Assert.AreEqual(commands + CommandsForTheCa, (await Stage.Card.CountAsync(CancellationToken)).Apdus, "the fewest commands the card allows, and its CA once");
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Cancel_InTheWindow_IsSaidOnThePage()
    {
        var tab = await OpenLoginAsync(new StageOptions());
        var window = await OpenWindowAsync(tab);

        await Stage.Display.PressAsync(window, "Escape", CancellationToken);

        await tab.WaitForAsync("#error[data-code=user-cancelled]", CancellationToken);
        Assert.AreEqual(0, (await Stage.Card.CountAsync(CancellationToken)).Verifies);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task ClosedTab_EndsTheHostByItselfWithinASecond()
    {
        var tab = await OpenLoginAsync(new StageOptions());
        await OpenWindowAsync(tab);
        var host = await HostProcesses.FindAsync(Stage.HostProgram!, CancellationToken);

        await tab.CloseAsync(CancellationToken);

        Assert.IsLessThan(TimeSpan.FromSeconds(1), await HostProcesses.WaitForEndAsync(host, CancellationToken));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WithoutTheHost_ThePageSaysSo()
    {
        var tab = await OpenAsync(new StageOptions { WithHost = false });

        await tab.WaitForAsync("#check-extension[data-state=ok]", CancellationToken);
        await tab.WaitForAsync("#check-host[data-state=missing]", CancellationToken);
    }

    /// <summary>Without its sites the extension is on no page, and each page believes that it is missing.</summary>
    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task SitesTakenAway_AreShownAtTheIcon()
    {
        const string Badge = "chrome.action.getBadgeText({})";
        await SetAsync(new StageOptions { WithBrowser = false, WithFirefox = true, WithServer = false, WithHost = false });
        var tab = await Stage.Firefox.ExtensionTabAsync(CancellationToken);
        var before = (await tab.EvaluateAsync(Badge, CancellationToken)).GetString();

        var removed = await tab.EvaluateAsync("chrome.permissions.remove({ origins: ['https://*/*'] })", CancellationToken);

        Assert.AreEqual(string.Empty, before);
        Assert.IsTrue(removed.GetBoolean());
        await tab.WaitUntilAsync($"(await {Badge}) === '!'", CancellationToken);
    }

    private async Task<IBrowserTab> OpenLoginAsync(StageOptions options)
    {
        var tab = await OpenAsync(options);
        await tab.WaitForAsync("#check-extension[data-state=ok]", CancellationToken);
        await tab.WaitForAsync("#check-host[data-state=ok]", CancellationToken);
        return tab;
    }

    private async Task<IBrowserTab> OpenAsync(StageOptions options)
    {
        await SetAsync(options with { WithBrowser = false, WithFirefox = true });
        var tab = await Stage.OpenTabAsync(BrowserKind.Firefox, CancellationToken);
        await tab.GoToAsync(Stage.Server.Origin + "/login/eid", CancellationToken);
        return tab;
    }

    private async Task<string> OpenWindowAsync(IBrowserTab tab)
    {
        await tab.ClickAsync("#log-in", CancellationToken);
        var window = await Stage.Display.WaitForHostWindowAsync(CancellationToken);
        await tab.WaitUntilAsync(WaitingForPin, CancellationToken);
        return window;
    }
}
