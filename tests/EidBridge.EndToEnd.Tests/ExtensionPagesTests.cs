using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>The extension's own pages, with the real host, reader and card behind them.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ExtensionPagesTests : OnStage
{
    private const int Limit = 120_000;
    private const string Report = "document.querySelector('#report').textContent";

    [TestMethod]
    [DataRow(BrowserKind.Chromium)]
    [DataRow(BrowserKind.Firefox)]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Diagnosis_WithEverythingInPlace_FindsHostReaderAndCard_AndSendsTheCardNothing(BrowserKind browser)
    {
        var tab = await OpenOptionsAsync(browser, withHost: true);

        var report = await DiagnoseAsync(tab);

        Assert.Contains("\nhost: good, ", report);
        Assert.Contains("\nreader: good, ", report);
        Assert.Contains("\ncard: good, 1\n", report);
        Assert.AreEqual(0, (await Stage.Card.CountAsync(CancellationToken)).Apdus);
    }

    [TestMethod]
    [DataRow(BrowserKind.Chromium, "Specified native messaging host not found.")]
    [DataRow(BrowserKind.Firefox, "No such native application be.eidbridge.host")]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Diagnosis_WithoutTheHost_SaysOurCodeAndTheBrowsersWords(BrowserKind browser, string sentence)
    {
        var tab = await OpenOptionsAsync(browser, withHost: false);

        var report = await DiagnoseAsync(tab);

        Assert.Contains($"failure: host-missing, browser: \"{sentence}\"\n", report);
    }

    private async Task<IBrowserTab> OpenOptionsAsync(BrowserKind browser, bool withHost)
    {
        await SetAsync(new StageOptions
        {
            WithServer = false,
            WithHost = withHost,
            WithBrowser = browser is BrowserKind.Chromium,
            WithFirefox = browser is BrowserKind.Firefox,
        });
        var tab = await Stage.OpenTabAsync(browser, CancellationToken);
        await tab.GoToAsync(OriginIn(browser) + "options/options.html", CancellationToken);
        await tab.WaitForAsync("input[name=webEid]:checked", CancellationToken);
        return tab;
    }

    private static string OriginIn(BrowserKind browser) => browser switch
    {
        BrowserKind.Chromium => HostConversation.Caller,
        BrowserKind.Firefox => Firefox.ExtensionOrigin,
    };

    private async Task<string> DiagnoseAsync(IBrowserTab tab)
    {
        await tab.ClickAsync("#diagnose", CancellationToken);
        await tab.WaitUntilAsync($"{Report} !== ''", CancellationToken);
        return (await tab.EvaluateAsync(Report, CancellationToken)).GetString()!;
    }
}
