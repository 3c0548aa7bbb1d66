using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>Who may not ask is told so by a code, and no program is started; in real browsers, where only the browser knows who asks.</summary>
[TestClass]
[DoNotParallelize]
public sealed class OriginTests : OnStage
{
    private const int Limit = 120_000;
    private const string Portal = "portal.example";
    private const string Plain = "plain.example";
    private const string LookAlike = "xn--prtal-hsa.example";
    private const string Hello = """{"version":"2.9.0+eidbridge.0.1.0","eidbridge":{"version":"0.1.0","protocol":1}}""";

    [TestMethod]
    [DataRow(BrowserKind.Chromium)]
    [DataRow(BrowserKind.Firefox)]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task OnlyTheTopFrameOfASecureSite_StartsTheHost(BrowserKind browser)
    {
        var chromium = browser == BrowserKind.Chromium;
        await SetAsync(new StageOptions
        {
            WithServer = false,
            WithHost = false,
            WithBrowser = chromium,
            WithFirefox = !chromium,
            LocalNames = [Portal, Plain, LookAlike],
        });
        var host = ScriptedHost.Install(Stage);
        host.Behave(new ScriptedHost.Behaviour([Hello], ["{}"]));
        await using var site = await TestSite.StartAsync(CancellationToken);
        // The extension's own page looks once whether everything is in place; that start is none of a site's.
        await Stage.WelcomeTabAsync(browser, CancellationToken);
        var tab = await Stage.OpenTabAsync(browser, CancellationToken);
        var starts = host.Starts;

        foreach (var (who, address) in new[]
        {
            ("a page over http", $"{site.Http(Plain)}/probe.html"),
            ("an address by number", $"{site.Http("127.0.0.1")}/probe.html"),
            ("letters that look like others", $"{site.Https(LookAlike)}/probe.html"),
            ("a sandboxed page", $"{site.Https(Portal)}/sandbox/probe.html"),
            ("a frame of the same site", $"{site.Https(Portal)}/framed.html?/probe.html"),
            ("a sandboxed frame", $"{site.Https(Portal)}/framed.html?/sandbox/probe.html"),
            ("a frame of another site", $"{site.Https(Portal)}/framed.html?{site.Http()}/probe.html"),
            ("a document of no address in a sandbox", $"{site.Https(Portal)}/framed.html?srcdoc"),
            ("a file", await FileAsync()),
        })
        {
            Assert.AreEqual("origin-denied", await AskAsync(tab, address), who);
        }

        Assert.AreEqual(starts, host.Starts, "programs started");
        Assert.AreEqual("0.1.0", await AskAsync(tab, $"{site.Https(Portal)}/probe.html"), "the site itself");
        Assert.AreEqual(starts + 1, host.Starts);
    }

    /// <returns>The code, or the host's version where there is an answer.</returns>
    private async Task<string?> AskAsync(IBrowserTab tab, string address)
    {
        await tab.GoToAsync(address, CancellationToken);
        await tab.WaitUntilAsync("window.probe !== undefined", CancellationToken);
        return (await tab.EvaluateAsync("probe.library.code ?? probe.library.host", CancellationToken)).GetString();
    }

    /// <summary>Files may not load modules: the library stands in the page itself.</summary>
    private async Task<string> FileAsync()
    {
        var library = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "extension", "page", "eidbridge.js"), CancellationToken);
        var file = Path.Combine(Stage.Folder, "page.html");
        await File.WriteAllTextAsync(
            file, $"<script type=module>{library}\nwindow.probe = {{ library: await status().catch(({{ code }}) => ({{ code }})) }};</script>", CancellationToken);
        return new Uri(file).AbsoluteUri;
    }
}
