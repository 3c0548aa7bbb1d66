using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>Two pages want the one card at once: each gets its turn or is told to wait, and nobody gets what the other asked for.</summary>
[TestClass]
[DoNotParallelize]
public sealed class TurnsTests : OnStage
{
    private const int Limit = 120_000;
    private const string Other = "other.example";

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task TwoBrowsers_TheSecondIsToldToWait_AndThenGetsItsTurn()
    {
        await SetAsync(new StageOptions { WithServer = false, WithFirefox = true });
        await using var site = await TestSite.StartAsync(CancellationToken);
        var chromium = await OpenAsync(BrowserKind.Chromium, site.Http());
        var firefox = await OpenAsync(BrowserKind.Firefox, site.Http());
        await chromium.AskAsync(CancellationToken);
        await chromium.WaitForPinFieldAsync(CancellationToken);

        await Stage.Display.BringToFrontAsync(BrowserKind.Firefox, CancellationToken);
        await firefox.AskAsync(CancellationToken);
        Assert.AreEqual("busy", await firefox.CodeAsync(CancellationToken));
        await chromium.EnterPinAsync(CancellationToken);
        Assert.IsTrue(await chromium.HasItsTokenAsync(site.Http(), CancellationToken), "Chromium's");
        await firefox.AskAsync(CancellationToken);
        await firefox.EnterPinAsync(CancellationToken);

        Assert.IsTrue(await firefox.HasItsTokenAsync(site.Http(), CancellationToken), "Firefox's");
    }

    [TestMethod]
    [DataRow(BrowserKind.Chromium)]
    [DataRow(BrowserKind.Firefox)]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task TabsOfOneSiteAndOfAnother_AreToldToWait_AndGetTheirOwnTokens(BrowserKind browser)
    {
        var chromium = browser == BrowserKind.Chromium;
        await SetAsync(new StageOptions { WithServer = false, WithBrowser = chromium, WithFirefox = !chromium, LocalNames = [Other] });
        await using var site = await TestSite.StartAsync(CancellationToken);
        var first = await OpenAsync(browser, site.Http());
        await first.AskAsync(CancellationToken);
        await first.WaitForPinFieldAsync(CancellationToken);

        var second = await OpenAsync(browser, site.Http());
        await second.AskAsync(CancellationToken);
        Assert.AreEqual("busy", await second.CodeAsync(CancellationToken), "the same site's");
        var other = await OpenAsync(browser, site.Https(Other));
        await other.AskAsync(CancellationToken);
        Assert.AreEqual("busy", await other.CodeAsync(CancellationToken), "another site's");
        await first.EnterPinAsync(CancellationToken);
        Assert.IsTrue(await first.HasItsTokenAsync(site.Http(), CancellationToken), "the first's");
        await other.AskAsync(CancellationToken);
        await other.EnterPinAsync(CancellationToken);

        Assert.IsTrue(await other.HasItsTokenAsync(site.Https(Other), CancellationToken), "the other site's");
    }

    private async Task<LoginPage> OpenAsync(BrowserKind browser, string origin)
    {
        var page = new LoginPage(Stage, await Stage.OpenTabAsync(browser, CancellationToken));
        await page.OpenAsync(origin, CancellationToken);
        return page;
    }
}
