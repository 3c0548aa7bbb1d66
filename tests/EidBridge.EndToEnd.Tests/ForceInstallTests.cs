using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>
/// An administrator's way: the packages as built, on a server of the organisation's own, installed by policy, with settings by
/// policy. The policies are seen by the test's browser only.
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class ForceInstallTests : OnStage
{
    private const int Limit = 120_000;
    private const string Other = "other.example";
    private const string Hello = """{"version":"2.9.0+eidbridge.0.1.0","eidbridge":{"version":"0.1.0","protocol":1}}""";

    /// <summary>Asked as soon as a page is there, or the first moment would be over.</summary>
    private const string FirstWord = """
        new Promise((resolve) => {
          const nobody = setTimeout(resolve, 100, "nobody");
          window.addEventListener("message", ({ data }) => {
            if (data.type === "eidbridge:request-ack") clearTimeout(nobody);
            if (/-(success|failure)$/.test(data.type)) resolve(data.error?.code ?? "done");
          });
          window.postMessage({ type: "eidbridge:request", id: "first", command: "status", arguments: {} }, "*");
        })
        """;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Chromium_InstallsTheCrxByPolicy_AndKeepsToTheSettings()
    {
        await using var site = await TestSite.StartAsync(CancellationToken);
        var id = await PackAsync(site, site.Http());
        var policies = new JsonObject
        {
            ["ExtensionInstallForcelist"] = new JsonArray($"{id};{site.Http()}/packages/update.xml"),
            ["3rdparty"] = new JsonObject { ["extensions"] = new JsonObject { [id] = Settings(site) } },
        };

        await SetAsync(Bare with { WithBrowser = true, ChromiumPolicies = policies.ToJsonString() });

        await ShowAsync(BrowserKind.Chromium, site, id);
    }

    /// <summary>
    /// A release of Firefox takes only what Mozilla has signed; an administrator of an ESR may lock that off, as here, because
    /// the package of a build is not signed.
    /// </summary>
    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Firefox_InstallsTheXpiByPolicy_AndKeepsToTheSettings()
    {
        const string Id = "eidbridge@eidbridge.be";
        await using var site = await TestSite.StartAsync(CancellationToken);
        await PackAsync(site, site.Https("localhost"));
        var policies = new JsonObject
        {
            ["ExtensionSettings"] = new JsonObject
            {
                [Id] = new JsonObject { ["installation_mode"] = "force_installed", ["install_url"] = $"{site.Http()}/packages/eidbridge-extension.xpi" },
            },
            ["3rdparty"] = new JsonObject { ["Extensions"] = new JsonObject { [Id] = Settings(site) } },
            ["Preferences"] = new JsonObject { ["xpinstall.signatures.required"] = new JsonObject { ["Value"] = false, ["Status"] = "locked" } },
        };

        await SetAsync(Bare with { WithFirefox = true, FirefoxPolicies = new JsonObject { ["policies"] = policies }.ToJsonString() });

        await ShowAsync(BrowserKind.Firefox, site, chromiumId: null);
    }

    private static StageOptions Bare => new() { WithServer = false, WithHost = false, WithBrowser = false, LocalNames = [Other] };

    private static JsonObject Settings(TestSite site) => new()
    {
        ["allowedOrigins"] = new JsonArray(site.Http()),
        ["allowFrames"] = true,
        ["language"] = "de",
        ["minimumHostVersion"] = "9.0.0",
        ["webEid"] = "off",
    };

    /// <summary>Each of the five settings shows in what pages are told.</summary>
    private async Task ShowAsync(BrowserKind browser, TestSite site, string? chromiumId)
    {
        var host = ScriptedHost.Install(Stage, chromiumId);
        host.Behave(new ScriptedHost.Behaviour([Hello], ["{}"]));
        var tab = await Stage.OpenTabAsync(browser, CancellationToken);

        // Fetched and installed some seconds after the start. No browser tells a page of it: it learns when it is loaded again.
        var first = "nobody";
        await Wait.UntilAsync("the extension that policy installs", async ct =>
        {
            await tab.GoToAsync($"{site.Http()}/nonsense.html", ct);
            return (first = (await tab.EvaluateAsync(FirstWord, ct)).GetString()) != "nobody";
        }, CancellationToken);

        // For a moment Chromium has it without its settings: it keeps to them nevertheless.
        Assert.AreEqual("version-mismatch", first, "minimumHostVersion, in the very first answer");
        var listed = await AskAsync(tab, $"{site.Http()}/probe.html");
        Assert.AreEqual("version-mismatch", listed.GetProperty("library").GetProperty("code").GetString(), "minimumHostVersion");
        Assert.AreEqual(Sentence("version-mismatch", "de"), listed.GetProperty("library").GetProperty("message").GetString(), "language");
        Assert.IsFalse(listed.GetProperty("acknowledged").GetBoolean(), "webEid");
        var framed = await AskAsync(tab, $"{site.Http()}/framed.html?/probe.html");
        Assert.AreEqual("version-mismatch", framed.GetProperty("library").GetProperty("code").GetString(), "allowFrames");
        var starts = host.Starts;
        var other = await AskAsync(tab, $"{site.Https(Other)}/probe.html");
        Assert.AreEqual("origin-denied", other.GetProperty("library").GetProperty("code").GetString(), "allowedOrigins");
        Assert.AreEqual(starts, host.Starts, "programs started for another site");
    }

    private async Task<JsonElement> AskAsync(IBrowserTab tab, string address)
    {
        await tab.GoToAsync(address, CancellationToken);
        await tab.WaitUntilAsync("window.probe !== undefined", CancellationToken);
        return await tab.EvaluateAsync("probe", CancellationToken);
    }

    private static string Sentence(string code, string language)
    {
        using var errors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "native-host", "EidBridge.Protocol", "errors.json")));
        var entry = errors.RootElement.GetProperty(code);
        return $"{entry.GetProperty("text").GetProperty(language).GetString()} {entry.GetProperty("help").GetProperty(language).GetString()}";
    }

    /// <summary>The packages as <c>./build.sh package</c> makes them, signed with a key of this test's own.</summary>
    /// <param name="updates">Origin of the updates. Firefox takes no extension whose updates would come over http.</param>
    /// <returns>The id of the CRX.</returns>
    private async Task<string> PackAsync(TestSite site, string updates)
    {
        var key = Path.Combine(site.Packages, "key.pem");
        using (var rsa = RSA.Create(2048))
        {
            await File.WriteAllTextAsync(key, rsa.ExportPkcs8PrivateKeyPem(), CancellationToken);
        }

        var script = Path.Combine(Repository.Root, "extension", "packaging", "pack.mjs");
        var from = Path.GetDirectoryName(Repository.PublishedExtension)!;
        var said = await ChildProcess.RunAsync(
            "node", [script, "--from", from, "--out", site.Packages, "--key", key, "--base-url", $"{updates}/packages/"], null, CancellationToken);
        return said[(said.IndexOf("CRX id ", StringComparison.Ordinal) + "CRX id ".Length)..][..32];
    }
}
