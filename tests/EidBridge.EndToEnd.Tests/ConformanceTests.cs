using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>Web eID's rules for the page's side (web-eid.md §2a-2d), each run by a page against the extension as built, in both browsers.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ConformanceTests : OnStage
{
    private const int Limit = 180_000;
    private const int Rules = 47;
    private const string Plain = "plain.example";

    [TestMethod]
    [DataRow(BrowserKind.Chromium)]
    [DataRow(BrowserKind.Firefox)]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task EveryRuleOfThePagesSide_Holds(BrowserKind browser)
    {
        var chromium = browser == BrowserKind.Chromium;
        await SetAsync(new StageOptions { WithServer = false, WithHost = false, WithBrowser = chromium, WithFirefox = !chromium, LocalNames = [Plain] });
        await using var site = await TestSite.StartAsync(CancellationToken);
        site.Host = ScriptedHost.Install(Stage);
        var tab = await Stage.OpenTabAsync(browser, CancellationToken);
        await tab.GoToAsync($"{site.Http()}/conformance.html?plain={Uri.EscapeDataString(site.Http(Plain))}", CancellationToken);

        await tab.EvaluateAsync("void run()", CancellationToken);
        await ServeAsync(tab, browser, $"{site.Http()}/untouched.html");

        var results = await tab.EvaluateAsync("results", CancellationToken);
        foreach (var result in results.EnumerateArray())
        {
            TestContext.WriteLine($"{(result.TryGetProperty("problem", out _) ? "FAILS" : "holds")}  {result.GetProperty("ms").GetInt32(),6} ms  {result.GetProperty("rule").GetString()}");
        }

        var failed = results.EnumerateArray().Where(r => r.TryGetProperty("problem", out _)).Select(r => $"{r.GetProperty("rule").GetString()}: {r.GetProperty("problem").GetString()}");
        Assert.AreEqual(string.Empty, string.Join('\n', failed));
        Assert.AreEqual(Rules, results.GetArrayLength(), "rules that were run");
    }

    /// <summary>Two rules of one name would be one in the page, without a word.</summary>
    [TestMethod]
    public void EveryRule_HasANameOfItsOwn_AndItsClause()
    {
        var names = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "pages", "conformance.js"))
            .Where(line => line.StartsWith("  \"", StringComparison.Ordinal) && line.Contains("\": ", StringComparison.Ordinal))
            .Select(line => line[3..line.IndexOf("\": ", StringComparison.Ordinal)])
            .ToArray();

        Assert.HasCount(Rules, names);
        CollectionAssert.AllItemsAreUnique(names);
        Assert.AreEqual(string.Empty, string.Join('\n', names.Where(name => name is not ['2', 'a' or 'b' or 'c' or 'd', ' ', ..])), "without a clause of web-eid.md");
    }

    /// <summary>The page cannot click on itself: it says what it wants from the person, until it is done.</summary>
    private async Task ServeAsync(IBrowserTab tab, BrowserKind browser, string untouched)
    {
        for (var over = 0; over < Rules;)
        {
            await tab.WaitUntilAsync($"document.body.dataset.wants !== undefined || results.length > {over}", CancellationToken);
            var now = await tab.EvaluateAsync("({ wants: document.body.dataset.wants ?? 'nothing', over: results.length })", CancellationToken);
            over = now.GetProperty("over").GetInt32();
            switch (now.GetProperty("wants").GetString())
            {
                case "click":
                    await tab.ClickAsync("#go", CancellationToken);
                    break;
                case "untouched":
                    var other = await Stage.OpenTabAsync(browser, CancellationToken);
                    await other.GoToAsync(untouched, CancellationToken);
                    await tab.WaitUntilAsync("document.body.dataset.wants !== 'untouched'", CancellationToken);
                    await other.CloseAsync(CancellationToken);
                    break;
            }
        }
    }
}
