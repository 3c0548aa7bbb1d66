using System.Text;
using System.Text.Json;
using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>A program in the host's place that talks nonsense, leaves or says nothing: each ends in a code on the page, in real browsers.</summary>
[TestClass]
public sealed class NonsenseTests : OnStage
{
    private const int Limit = 180_000;
    private const string Hello = """{"version":"2.9.0+eidbridge.0.1.0","eidbridge":{"version":"0.1.0","protocol":1}}""";
    private const string Signing = """{"progress":{"state":"signing"}}""";
    private const string Login = "bridge.authenticate('bm9uY2Utbm9uY2Utbm9uY2Utbm9uY2Utbm9uY2Utbm8=')";
    private const string Token = """{"unverifiedCertificate":"Q0VSVA==","algorithm":"ES384","signature":"U0lH","format":"web-eid:1.0","appVersion":"https://x/0.1.0"}""";

    /// <param name="Call">What the page asks. Whatever a browser keeps silent about comes as a version or a status, which are waited for 5 s, or after <c>signing</c>: 30 s.</param>
    private sealed record Case(string What, ScriptedHost.Behaviour Host, string Chromium, string Firefox, string Call = Login);

    // Where the two browsers differ, so do their own reports of the very same bytes (deployment.md §1.3, §1.5).
    private static readonly Case[] Cases =
    [
        new("leaves without a word", new([], Leaves: true), "host-crashed", "host-crashed"),
        new("leaves after its version", new([Hello], Leaves: true), "host-crashed", "host-crashed"),
        new("plain text", new([Raw("Segmentation fault\n")], Leaves: true), "host-crashed", "host-crashed"),
        new("a frame of 1 MiB and a byte", new([Hello], [Huge()]), "host-crashed", "host-crashed"),
        new("a number", new(["7"]), "host-crashed", "host-crashed"),
        new("an array", new(["[]"]), "host-crashed", "host-crashed"),
        new("no version", new(["""{"hello":"world"}"""]), "host-crashed", "host-crashed"),
        new("its version twice", new([Hello, Hello]), "host-crashed", "host-crashed"),
        new("a version of the past", new(["""{"version":"1.9.0"}"""]), "version-mismatch", "version-mismatch"),
        new("an error nobody knows", new([Hello], ["""{"error":{"code":"X","eidbridge":{"code":"made-up"}}}"""]), "internal-error", "internal-error"),
        new("an error that is no object", new([Hello], ["""{"error":7}"""]), "internal-error", "internal-error"),
        new("half a token", new([Hello], ["""{"signature":"U0lH"}"""]), "host-crashed", "host-crashed"),
        new("two answers: the first counts", new([Hello], [Token, """{"error":{"code":"ERR_WEBEID_USER_CANCELLED"}}"""]), "done", "done"),
        new("manifest missing", new(Manifest: "missing"), "host-missing", "host-missing"),
        new("another extension in the manifest", new(Manifest: "other-extension"), "host-forbidden", "host-missing"),
        new("no program at the manifest's path", new(Manifest: "no-program"), "host-missing", "host-crashed"),
        new("a program that may not be run", new(Manifest: "not-executable"), "host-crashed", "host-crashed"),
        new("half a frame", new([Raw("\x50\0\0\0{\"version\"")]), "host-silent", "host-silent"),
        new("the answer too late", new([Hello], ["{}"], LateSeconds: 6), "host-silent", "host-silent", "bridge.status()"),
        new("no JSON", new(["version 2.9.0"]), "host-silent", "host-crashed"),
        new("no JSON once the card has signed", new([Hello], [Signing, "a token"]), "host-silent", "host-crashed"),
        new("after all that, a good one", new([Hello], [Token]), "done", "done"),
    ];

    [TestMethod]
    [DataRow(BrowserKind.Chromium)]
    [DataRow(BrowserKind.Firefox)]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WhateverTheHostSays_EndsInACode(BrowserKind browser)
    {
        var chromium = browser == BrowserKind.Chromium;
        await SetAsync(new StageOptions { WithServer = false, WithHost = false, WithBrowser = chromium, WithFirefox = !chromium });
        var host = ScriptedHost.Install(Stage);
        await using var site = await TestSite.StartAsync(CancellationToken);
        var tab = await Stage.OpenTabAsync(browser, CancellationToken);
        await tab.GoToAsync($"{site.Http()}/nonsense.html", CancellationToken);
        await tab.WaitForAsync("[data-ready]", CancellationToken);

        var wrong = new List<string>();
        foreach (var each in Cases)
        {
            host.Behave(each.Host);
            await tab.ClickAsync("#go", CancellationToken);
            var code = (await tab.EvaluateAsync($"{each.Call}.then(() => 'done', (e) => e.code ?? String(e))", CancellationToken)).GetString();
            var expected = chromium ? each.Chromium : each.Firefox;
            TestContext.WriteLine($"{code,-20} {each.What}");
            if (code != expected)
            {
                wrong.Add($"{each.What}: {code} instead of {expected}");
            }
        }

        Assert.AreEqual(string.Empty, string.Join('\n', wrong));
        Assert.AreEqual("[]", (await RepliesWithoutARequestAsync(tab)).GetRawText());
    }

    /// <summary>Replies beyond the one that each request gets.</summary>
    private Task<JsonElement> RepliesWithoutARequestAsync(IBrowserTab tab) => tab.EvaluateAsync(
        """
        heard.map(({ data }) => data).filter(({ type }) => /-(success|failure)$/.test(type))
          .filter(({ id }, i, all) => all.findIndex((other) => other.id === id) !== i)
        """,
        CancellationToken);

    private static string Raw(string text) => "raw:" + Convert.ToHexString(Encoding.Latin1.GetBytes(text));

    /// <summary>One byte more than any browser takes; valid JSON otherwise.</summary>
    private static string Huge() => $"\"{new string(' ', (1024 * 1024) - 1)}\"";
}
