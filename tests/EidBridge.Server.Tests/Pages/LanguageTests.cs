using System.Text.RegularExpressions;
using EidBridge.Protocol;
using EidBridge.Server.Localisation;
using Microsoft.AspNetCore.Mvc.Testing;

namespace EidBridge.Server.Tests.Pages;

[TestClass]
public sealed partial class LanguageTests
{
    private static readonly SiteFactory Site = new();
    private readonly Texts _texts = new();

    [ClassCleanup]
    public static void StopSite() => Site.Dispose();

    [TestMethod]
    [DataRow("nl")]
    [DataRow("fr")]
    [DataRow("de")]
    public void Language_HasEveryText_WithTheSamePlaces(string language)
    {
        var english = _texts.In("en");

        var other = _texts.In(language);

        CollectionAssert.AreEquivalent(english.Keys.ToList(), other.Keys.ToList());
        foreach (var (key, text) in english)
        {
            Assert.IsFalse(string.IsNullOrWhiteSpace(other[key]), key);
            CollectionAssert.AreEquivalent(Places(text), Places(other[key]), key);
        }
    }

    [TestMethod]
    public void Sources_UseOnlyTextsThatExist()
    {
        var known = _texts.In("en");
        var used = SourceFiles().SelectMany(file => KeyInSource().Matches(File.ReadAllText(file)).Select(match => (file, match))).ToList();

        var missing = used.Where(use => use.match.Groups["open"].Success
            ? !known.Keys.Any(key => key.StartsWith(use.match.Groups["key"].Value, StringComparison.Ordinal))
            : !known.ContainsKey(use.match.Groups["key"].Value));

        Assert.IsGreaterThan(50, used.Count);
        Assert.IsEmpty(missing.Select(use => $"{Path.GetFileName(use.file)}: {use.match.Groups["key"].Value}"));
    }

    [TestMethod]
    [DataRow("fr-BE,fr;q=0.9,en;q=0.5", "fr")]
    [DataRow("sv,de-AT;q=0.7", "de")]
    [DataRow("sv", "en")]
    [DataRow("nl;q=0.2,fr;q=0.1", "nl")]
    public async Task FirstVisit_SpeaksWhatTheBrowserAsksFor(string asked, string spoken)
    {
        using var client = Site.CreateClient();
        client.DefaultRequestHeaders.Add("Accept-Language", asked);

        var html = await client.GetStringAsync(new Uri("/", UriKind.Relative));

        Assert.Contains($"<html lang=\"{spoken}\">", html);
    }

    [TestMethod]
    public async Task ChosenLanguage_IsRemembered()
    {
        using var client = Site.CreateClient();
        client.DefaultRequestHeaders.Add("Accept-Language", "nl");

        await client.GetStringAsync(new Uri("/?lang=de", UriKind.Relative));
        var html = await client.GetStringAsync(new Uri("/login", UriKind.Relative));

        Assert.Contains("<html lang=\"de\">", html);
    }

    [TestMethod]
    [DataRow("//elsewhere.example/?lang=nl")]
    [DataRow("/login?lang=nl&returnUrl=//elsewhere.example/")]
    [DataRow("/?lang=//elsewhere.example/")]
    [DataRow("/?lang=nl%0d%0aLocation:%20//elsewhere.example/")]
    public async Task Switch_NeverLeadsToAnotherSite(string address)
    {
        using var client = Site.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

        using var answer = await client.GetAsync(new Uri("http://localhost" + address));
        var html = await answer.Content.ReadAsStringAsync();

        Assert.IsNull(answer.Headers.Location);
        var links = SwitchLink().Matches(html).Select(match => match.Groups["found"].Value).ToList();
        Assert.HasCount(Languages.All.Count, links);
        Assert.IsTrue(links.TrueForAll(link => link.StartsWith('?')), string.Join(' ', links));
    }

    [TestMethod]
    public async Task UnknownLanguage_IsNotRemembered()
    {
        using var client = Site.CreateClient();

        using var answer = await client.GetAsync(new Uri("/?lang=sv", UriKind.Relative));

        Assert.IsFalse(answer.Headers.TryGetValues("Set-Cookie", out var cookies)
            && cookies.Any(cookie => cookie.StartsWith(SiteLanguage.Cookie, StringComparison.Ordinal)));
    }

    private static List<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value)];

    private static IEnumerable<string> SourceFiles()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "EidBridge.sln")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException("EidBridge.sln is above the tests");
        }

        var server = Path.Combine(root.FullName, "server", "EidBridge.Server");
        return Directory.EnumerateFiles(server, "*.cs*", SearchOption.AllDirectories).Where(f => f.EndsWith(".cs", StringComparison.Ordinal)
            || f.EndsWith(".cshtml", StringComparison.Ordinal));
    }

    /// <summary><c>T["key"]</c>, <c>texts["key"]</c>; after <c>$"</c> only what stands before the first place is known.</summary>
    [GeneratedRegex("""\b_?(?:T|texts|Texts)\[(?:"(?<key>[a-zA-Z0-9.-]+)"|\$"(?<open>)(?<key>[a-zA-Z0-9.-]+)\{)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyInSource();

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, 1000)]
    private static partial Regex Place();

    [GeneratedRegex("id=\"lang-[a-z]{2}\" href=\"(?<found>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SwitchLink();
}
