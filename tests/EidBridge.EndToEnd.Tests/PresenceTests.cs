using System.Text.Json;
using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>The card is for the page that the person sees and uses; in real browsers, which alone know what is in front. Whoever is refused starts no program.</summary>
[TestClass]
[DoNotParallelize]
public sealed class PresenceTests : OnStage
{
    private const int Limit = 120_000;
    private const string Hello = """{"version":"2.9.0+eidbridge.0.1.0","eidbridge":{"version":"0.1.0","protocol":1}}""";
    private const string Cancelled = """{"error":{"code":"ERR_WEBEID_USER_CANCELLED","message":"","eidbridge":{"code":"user-cancelled"}}}""";
    private const string Token = """{"unverifiedCertificate":"Q0VSVA==","algorithm":"ES384","signature":"U0lH","format":"web-eid:1.0","appVersion":"https://x/0.1.0"}""";

    private ScriptedHost _host = null!;
    private int _starts;

    [TestMethod]
    [DataRow(BrowserKind.Chromium)]
    [DataRow(BrowserKind.Firefox)]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Cancel_NeedsANewClick_AndTheThirdClosesTheTab(BrowserKind browser)
    {
        await using var site = await SetAsync(browser, Cancelled);
        var page = await OpenAsync(browser, site);

        await page.AskAsync(CancellationToken);
        await IsAsync("user-cancelled", page, starts: 1);
        await page.AskWithoutAClickAsync(CancellationToken);
        await IsAsync("gesture-needed", page, starts: 0);
        for (var again = 0; again < 2; again++)
        {
            await page.AskAsync(CancellationToken);
            await IsAsync("user-cancelled", page, starts: 1);
        }

        await page.AskAsync(CancellationToken);
        await IsAsync("refused-after-cancels", page, starts: 0);
        await page.OpenAsync(site.Http(), CancellationToken);
        await page.AskAsync(CancellationToken);
        await IsAsync("refused-after-cancels", page, starts: 0);
        var fresh = await OpenAsync(browser, site);
        await fresh.AskAsync(CancellationToken);
        await IsAsync("user-cancelled", fresh, starts: 1);
    }

    [TestMethod]
    [DataRow(BrowserKind.Chromium)]
    [DataRow(BrowserKind.Firefox)]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task PageBehindAnother_OrUnused_GetsNoWindow(BrowserKind browser)
    {
        await using var site = await SetAsync(browser, Token);
        var page = await OpenAsync(browser, site);
        await page.AskAsync(CancellationToken);
        Assert.AreEqual("web-eid:1.0", (await page.AnswerAsync(CancellationToken)).GetProperty("format").GetString());
        _starts = _host.Starts;

        var front = await Stage.OpenTabAsync(browser, CancellationToken);
        await page.AskWithoutAClickAsync(CancellationToken);
        await IsAsync("not-visible", page, starts: 0);

        await Stage.Display.BringToFrontAsync(browser, CancellationToken);
        await front.GoToAsync($"{site.Http()}/untouched.html", CancellationToken);
        Assert.AreEqual("gesture-needed", await NotedAsync(site));
        Assert.AreEqual(_starts, _host.Starts);
    }

    /// <summary>A stage with a host that answers at once, and the start that the extension's own page makes behind us.</summary>
    private async Task<TestSite> SetAsync(BrowserKind browser, string answer)
    {
        var chromium = browser == BrowserKind.Chromium;
        await SetAsync(new StageOptions { WithServer = false, WithHost = false, WithBrowser = chromium, WithFirefox = !chromium });
        _host = ScriptedHost.Install(Stage);
        _host.Behave(new ScriptedHost.Behaviour([Hello], [answer]));
        await Stage.WelcomeTabAsync(browser, CancellationToken);
        _starts = _host.Starts;
        return await TestSite.StartAsync(CancellationToken);
    }

    private async Task<LoginPage> OpenAsync(BrowserKind browser, TestSite site)
    {
        var page = new LoginPage(Stage, await Stage.OpenTabAsync(browser, CancellationToken));
        await page.OpenAsync(site.Http(), CancellationToken);
        return page;
    }

    private async Task IsAsync(string code, LoginPage page, int starts)
    {
        Assert.AreEqual(code, await page.CodeAsync(CancellationToken));
        Assert.AreEqual(_starts += starts, _host.Starts, $"programs started until {code}");
    }

    /// <returns>The code that a page has left, which nobody may look into: in Chromium a driver's look counts as a use.</returns>
    private async Task<string?> NotedAsync(TestSite site)
    {
        await Wait.UntilAsync("what the page was told", () => site.Note.Length > 0, CancellationToken);
        using var note = JsonDocument.Parse(site.Note);
        return note.RootElement.GetProperty("error").GetProperty("eidbridge").GetProperty("code").GetString();
    }
}
