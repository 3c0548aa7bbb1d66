using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace EidBridge.Server.Tests.Pages;

[TestClass]
public sealed partial class SiteAssetsTests
{
    private static readonly SiteFactory Site = new();

    [ClassCleanup]
    public static void StopSite() => Site.Dispose();

    [TestMethod]
    [DataRow("/site.css", "text/css")]
    [DataRow("/js/login-eid.js", "text/javascript")]
    [DataRow("/lib/eidbridge.js", "text/javascript")]
    [DataRow("/icon.svg", "image/svg+xml")]
    public async Task File_IsServedWithItsType(string path, string type)
    {
        using var client = Site.CreateClient();

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.IsTrue(answer.Headers.CacheControl!.NoCache);
    }

    [TestMethod]
    public async Task LoginPage_AsksForTheTokenThatBringsItsCa()
    {
        using var client = Site.CreateClient();

        var script = await client.GetStringAsync(new Uri("/js/login-eid.js", UriKind.Relative));

        Assert.Contains("const TOKEN_FORMAT = \"web-eid:1.1\";", script);
        Assert.Contains("tokenFormat: TOKEN_FORMAT", script);
    }

    [TestMethod]
    public async Task EveryAddressOfAPage_IsFoundAndKeptForAYear()
    {
        using var client = Site.CreateClient();
        var html = await client.GetStringAsync(new Uri("/login/eid", UriKind.Relative));

        foreach (var address in Versioned().Matches(html).Select(match => match.Groups["found"].Value).Distinct(StringComparer.Ordinal))
        {
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));

            Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, address);
            Assert.AreEqual(TimeSpan.FromDays(365), answer.Headers.CacheControl!.MaxAge, address);
        }
    }

    [TestMethod]
    public async Task KnownFile_IsNotSentAgain()
    {
        using var client = Site.CreateClient();
        using var first = await client.GetAsync(new Uri("/site.css", UriKind.Relative));
        client.DefaultRequestHeaders.IfNoneMatch.Add(EntityTagHeaderValue.Parse(first.Headers.ETag!.ToString()));

        using var second = await client.GetAsync(new Uri("/site.css", UriKind.Relative));

        Assert.AreEqual(HttpStatusCode.NotModified, second.StatusCode);
    }

    [GeneratedRegex("(?:href|src|data-library)=\"(?<found>/[^\"]+\\?v=[0-9a-f]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Versioned();
}
