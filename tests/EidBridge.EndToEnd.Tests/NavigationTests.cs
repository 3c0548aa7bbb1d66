using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>
/// A page is left, in its own tab, while its window asks for the PIN. The page has no handler for that: the extension alone
/// ends what it began, and whatever comes into the tab next gets nothing of it. A page may also give up by itself.
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class NavigationTests : OnStage
{
    private const int Limit = 120_000;
    private const string Other = "other.example";
    private static readonly TimeSpan HostLimit = TimeSpan.FromSeconds(1);

    [TestMethod]
    [DataRow(BrowserKind.Chromium)]
    [DataRow(BrowserKind.Firefox)]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task PageLeft_ClosesItsWindow_TheNextCanLogIn_AndBackItAsksAgain(BrowserKind browser)
    {
        await using var site = await SetAsync(browser);
        var page = new LoginPage(Stage, await Stage.OpenTabAsync(browser, CancellationToken));
        await page.OpenAsync(site.Http(), CancellationToken, "?left");
        await page.AskAsync(CancellationToken);

        foreach (var next in new[] { site.Http(), site.Https(Other) })
        {
            await EndsTheHostAsync(page, () => page.OpenAsync(next, CancellationToken));
            Assert.AreEqual(0, (await page.Tab.EvaluateAsync("heard.length", CancellationToken)).GetInt32(), $"messages to {next}, which has asked nothing");
            await page.AskAsync(CancellationToken);
            await page.EnterPinAsync(CancellationToken);
            Assert.IsTrue(await page.HasItsTokenAsync(next, CancellationToken), $"the token of {next}");

            await page.Tab.EvaluateAsync("void setTimeout(() => history.back())", CancellationToken);
            await page.Tab.WaitUntilAsync("location.search === '?left' && document.body?.dataset.shown === 'again'", CancellationToken);
            Assert.AreEqual("internal-error", await page.CodeAsync(CancellationToken), "what the page hears that was left");
            await page.AskAsync(CancellationToken);
        }

        await page.EnterPinAsync(CancellationToken);
        Assert.IsTrue(await page.HasItsTokenAsync(site.Http(), CancellationToken), "the token of the page that came back");
    }

    [TestMethod]
    [DataRow(BrowserKind.Chromium)]
    [DataRow(BrowserKind.Firefox)]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task PageThatAborts_OrIsReloaded_ClosesItsWindow_AndLeftWhileTheCardSigns_LogsTheCardOff(BrowserKind browser)
    {
        await using var site = await SetAsync(browser);
        var page = new LoginPage(Stage, await Stage.OpenTabAsync(browser, CancellationToken));
        await page.OpenAsync(site.Http(), CancellationToken);
        await page.AskAsync(CancellationToken);

        await EndsTheHostAsync(page, () => page.Tab.EvaluateAsync("wish.abort()", CancellationToken));
        Assert.AreEqual("AbortError", await page.CodeAsync(CancellationToken), "the reason of the page's own signal");
        await page.AskAsync(CancellationToken);
        await EndsTheHostAsync(page, () => page.OpenAsync(site.Http(), CancellationToken));
        await page.AskAsync(CancellationToken);
        await EndsTheHostAsync(page, async () =>
        {
            await page.EnterPinAsync(CancellationToken);
            await page.OpenAsync(site.Https(Other), CancellationToken);
        });

        Assert.AreEqual("LOG OFF", (await Stage.Card.LogAsync(CancellationToken))[^1].Name);
        Assert.AreEqual(0, (await page.Tab.EvaluateAsync("heard.length", CancellationToken)).GetInt32(), "messages to the next page");
    }

    [TestMethod]
    [DataRow(BrowserKind.Chromium)]
    [DataRow(BrowserKind.Firefox)]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task BrowserKilled_EndsTheHostByItself(BrowserKind browser)
    {
        await using var site = await SetAsync(browser);
        var page = new LoginPage(Stage, await Stage.OpenTabAsync(browser, CancellationToken));
        await page.OpenAsync(site.Http(), CancellationToken);
        await page.AskAsync(CancellationToken);
        var host = await page.WaitForHostAsync(CancellationToken);

        var took = await HostProcesses.KillBrowserAboveAsync(host, Stage.Folder, CancellationToken);

        Assert.IsLessThan(HostLimit, took);
    }

    private async Task<TestSite> SetAsync(BrowserKind browser)
    {
        var chromium = browser == BrowserKind.Chromium;
        await SetAsync(new StageOptions
        {
            WithServer = false,
            WithBrowser = chromium,
            WithFirefox = !chromium,
            LocalNames = [Other],
            Card = new() { SignatureDelay = TimeSpan.FromMilliseconds(400) },
        });
        return await TestSite.StartAsync(CancellationToken);
    }

    /// <summary>The host whose window asks for the PIN is gone within a second after what happens to its page.</summary>
    private async Task EndsTheHostAsync(LoginPage page, Func<Task> happens)
    {
        var host = await page.WaitForHostAsync(CancellationToken);

        await happens();

        Assert.IsLessThan(HostLimit, await HostProcesses.WaitForEndAsync(host, CancellationToken));
    }
}
