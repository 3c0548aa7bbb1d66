using System.Security.Cryptography;
using System.Text.Json;
using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>A page made for Web eID, unchanged, with the published host, its window and the card.</summary>
[TestClass]
[DoNotParallelize]
public sealed class WebEidPageTests : OnStage
{
    private const int Limit = 120_000;

    [TestMethod]
    [DataRow(BrowserKind.Chromium)]
    [DataRow(BrowserKind.Firefox)]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Page_GetsVersionsAndAToken(BrowserKind browser)
    {
        var chromium = browser == BrowserKind.Chromium;
        await SetAsync(new StageOptions { WithServer = false, WithBrowser = chromium, WithFirefox = !chromium });
        await using var site = await TestSite.StartAsync(CancellationToken);
        var tab = await Stage.OpenTabAsync(browser, CancellationToken);
        await tab.GoToAsync($"{site.Http()}/nonsense.html", CancellationToken);
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

        var status = await tab.EvaluateAsync("webEid('web-eid:status').then(({ reply }) => reply.data)", CancellationToken);
        await tab.ClickAsync("#go", CancellationToken);
        await tab.EvaluateAsync($"void webEid('web-eid:authenticate', {{ challengeNonce: {JsonSerializer.Serialize(nonce)} }}, {{ replyMs: 60000 }}).then(({{ reply }}) => (window.answer = reply.data))", CancellationToken);
        var window = await Stage.Display.WaitForHostWindowAsync(CancellationToken);
        await Stage.WaitForCardAsync(c => c.Apdus >= 5, CancellationToken);
        await Stage.EnterPinAsync(window, Stage.Options.Pin, CancellationToken);
        await tab.WaitUntilAsync("window.answer !== undefined", CancellationToken);
        var answer = await tab.EvaluateAsync("window.answer", CancellationToken);

        Assert.StartsWith("2.", status.GetProperty("nativeApp").GetString());
        Assert.AreEqual("web-eid:authenticate-success", answer.GetProperty("action").GetString());
        Assert.AreEqual("web-eid:1.0", answer.GetProperty("format").GetString());
        Assert.IsTrue(LoginToken.IsFor(answer, site.Http(), nonce));
    }

    /// <summary>Readers and cards are told where the person has logged in, and to nobody else.</summary>
    [TestMethod]
    [DataRow(BrowserKind.Chromium)]
    [DataRow(BrowserKind.Firefox)]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Status_TellsVersionsOnly_UntilThePersonHasLoggedIn_AndThenThatTheCardIsMissing(BrowserKind browser)
    {
        var chromium = browser == BrowserKind.Chromium;
        await SetAsync(new StageOptions { WithServer = false, WithBrowser = chromium, WithFirefox = !chromium });
        await using var site = await TestSite.StartAsync(CancellationToken);
        var tab = await Stage.OpenTabAsync(browser, CancellationToken);
        await tab.GoToAsync($"{site.Http()}/turns.html", CancellationToken);
        await tab.WaitForAsync("[data-ready]", CancellationToken);

        var before = await StatusAsync(tab);
        await tab.ClickAsync("#go", CancellationToken);
        await tab.EvaluateAsync($"void logIn('{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}')", CancellationToken);
        var window = await Stage.Display.WaitForHostWindowAsync(CancellationToken);
        await tab.WaitUntilAsync("document.body.dataset.state === 'waiting-for-pin'", CancellationToken);
        await Stage.EnterPinAsync(window, Stage.Options.Pin, CancellationToken);
        await tab.WaitUntilAsync("window.answer !== undefined", CancellationToken);
        var after = await StatusAsync(tab);

        Assert.IsFalse(before.TryGetProperty("readers", out _), before.GetRawText());
        Assert.AreEqual(1, after.GetProperty("cards").GetInt32(), after.GetRawText());

        // The reader looks now and then, and a status is kept for a second.
        await Stage.Card.PullAsync(CancellationToken);
        await Wait.UntilAsync("a card that is missing", async ct => await MissingAsync(tab, ct) == "card", CancellationToken);
    }

    private static async Task<string?> MissingAsync(IBrowserTab tab, CancellationToken cancellationToken) =>
        (await tab.EvaluateAsync("import('/lib/eidbridge.js').then(({ findMissing }) => findMissing()).then(({ missing }) => missing)", cancellationToken)).GetString();

    private Task<JsonElement> StatusAsync(IBrowserTab tab) => tab.EvaluateAsync("import('/lib/eidbridge.js').then(({ status }) => status())", CancellationToken);
}
