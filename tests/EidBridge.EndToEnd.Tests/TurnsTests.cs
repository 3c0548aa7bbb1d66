using System.Security.Cryptography;
using System.Text.Json;
using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>Two pages want the one card at once: each gets its turn or is told to wait, and nobody gets what the other asked for.</summary>
[TestClass]
public sealed class TurnsTests : OnStage
{
    private const int Limit = 120_000;

    private readonly string _first = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly string _second = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task TwoBrowsers_TheSecondIsToldToWait_AndThenGetsItsTurn()
    {
        await SetAsync(new StageOptions { WithServer = false, WithFirefox = true });
        await using var site = await TestSite.StartAsync(CancellationToken);
        var chromium = await OpenAsync(BrowserKind.Chromium, site);
        var firefox = await OpenAsync(BrowserKind.Firefox, site);
        await AskAsync(chromium, _first);
        await WaitForPinFieldAsync(chromium);

        await Stage.Display.BringToFrontAsync(BrowserKind.Firefox, CancellationToken);
        await AskAsync(firefox, _second);
        Assert.AreEqual("busy", (await AnswerAsync(firefox)).GetProperty("code").GetString());
        await EnterPinAsync(chromium);
        Assert.IsTrue(LoginToken.IsFor(await AnswerAsync(chromium), site.Http(), _first), "Chromium's");
        await AskAsync(firefox, _second);
        await EnterPinAsync(firefox);

        Assert.IsTrue(LoginToken.IsFor(await AnswerAsync(firefox), site.Http(), _second), "Firefox's");
    }

    [TestMethod]
    [DataRow(BrowserKind.Chromium)]
    [DataRow(BrowserKind.Firefox)]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task TwoTabsOfOneSite_TheSecondIsToldToWait_AndTheFirstGetsItsToken(BrowserKind browser)
    {
        var chromium = browser == BrowserKind.Chromium;
        await SetAsync(new StageOptions { WithServer = false, WithBrowser = chromium, WithFirefox = !chromium });
        await using var site = await TestSite.StartAsync(CancellationToken);
        var first = await OpenAsync(browser, site);
        await AskAsync(first, _first);
        await WaitForPinFieldAsync(first);

        var second = await OpenAsync(browser, site);
        await AskAsync(second, _second);

        Assert.AreEqual("busy", (await AnswerAsync(second)).GetProperty("code").GetString());
        await EnterPinAsync(first);
        Assert.IsTrue(LoginToken.IsFor(await AnswerAsync(first), site.Http(), _first));
    }

    private async Task<IBrowserTab> OpenAsync(BrowserKind browser, TestSite site)
    {
        var tab = await Stage.OpenTabAsync(browser, CancellationToken);
        await tab.GoToAsync($"{site.Http()}/turns.html", CancellationToken);
        await tab.WaitForAsync("[data-ready]", CancellationToken);
        return tab;
    }

    private async Task AskAsync(IBrowserTab tab, string nonce)
    {
        await tab.ClickAsync("#go", CancellationToken);
        await tab.EvaluateAsync("delete window.answer, delete document.body.dataset.state", CancellationToken);
        await tab.EvaluateAsync($"void logIn({JsonSerializer.Serialize(nonce)})", CancellationToken);
    }

    private Task WaitForPinFieldAsync(IBrowserTab tab) => tab.WaitUntilAsync("document.body.dataset.state === 'waiting-for-pin'", CancellationToken);

    private async Task EnterPinAsync(IBrowserTab tab)
    {
        await WaitForPinFieldAsync(tab);
        var window = await Stage.Display.WaitForHostWindowAsync(CancellationToken);
        await Stage.Display.TypeAsync(window, Stage.Options.Pin, CancellationToken);
        await Stage.Display.PressAsync(window, "Return", CancellationToken);
    }

    private async Task<JsonElement> AnswerAsync(IBrowserTab tab)
    {
        await tab.WaitUntilAsync("window.answer !== undefined", CancellationToken);
        return await tab.EvaluateAsync("window.answer", CancellationToken);
    }
}
