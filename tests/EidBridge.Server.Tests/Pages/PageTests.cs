using System.Net;
using System.Text.RegularExpressions;
using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using Microsoft.AspNetCore.Mvc.Testing;

namespace EidBridge.Server.Tests.Pages;

[TestClass]
public sealed partial class PageTests
{
    private static readonly SiteFactory Site = new();
    private static readonly Lazy<Task<string>> Subject = new(() => Site.MakeAccountAsync(AccountState.Active));

    public static IEnumerable<(string Path, string Ids, string Language)> Pages =>
        from page in new (string Path, string Ids)[]
        {
            ("/", "i-am-a-doctor login-method email continue"),
            ("/login", "eid itsme email continue"),
            ("/login/method", "eid itsme"),
            ("/login/eid", "check-extension check-host check-reader check-card log-in cancel state error retry window-hint"),
            ("/login/profile", "surname given-names civilian confirm-profile not-me"),
            ("/account", "account-active account-name method log-out"),
            ("/development/outbox", ""),
            ("/no-such-page", "error"),
        }
        from language in Languages.All
        select (page.Path, page.Ids, language);

    [ClassCleanup]
    public static void StopSite() => Site.Dispose();

    [TestMethod]
    [DynamicData(nameof(Pages))]
    public async Task Page_InEachLanguage_IsWhole(string path, string ids, string language)
    {
        using var client = await ClientAsync();

        using var answer = await client.GetAsync(new Uri($"{path}?lang={language}", UriKind.Relative));
        var html = await answer.Content.ReadAsStringAsync();

        Assert.AreEqual(path == "/no-such-page" ? HttpStatusCode.NotFound : HttpStatusCode.OK, answer.StatusCode);
        PageRules.AssertWhole(html, ids, language);
    }

    [TestMethod]
    public async Task Name_WithSpecialCharacters_IsEncoded()
    {
        using var client = await ClientAsync();

        var html = await client.GetStringAsync(new Uri("/login/profile", UriKind.Relative));

        Assert.Contains("Peeters &amp; Zoon", html);
        Assert.DoesNotContain("80051799813", html);
    }

    [TestMethod]
    public async Task WrongAddress_IsSaidBesideTheFieldAndInTheSummary()
    {
        using var client = await ClientAsync();

        var html = await PostEmailAsync(client, "an at example");

        Assert.Contains("id=\"error-summary\"", html);
        Assert.Contains("href=\"#email\"", html);
        Assert.Contains("aria-invalid=\"true\"", html);
        Assert.Contains("value=\"an at example\"", html);
    }

    [TestMethod]
    public async Task Address_IsFollowedByThePassword()
    {
        using var client = await ClientAsync();

        var html = await PostEmailAsync(client, "nobody@example.org");

        Assert.Contains("action=\"/login/password\"", html);
        Assert.Contains("id=\"password\"", html);
        Assert.Contains("value=\"nobody@example.org\"", html);
    }

    [TestMethod]
    public async Task ErrorInTheAddressBar_IsShownOnlyIfTheCatalogueKnowsIt()
    {
        using var client = await ClientAsync();

        var known = await client.GetStringAsync(new Uri("/login?error=login-wrong&lang=en", UriKind.Relative));
        var unknown = await client.GetStringAsync(new Uri("/login?error=%3Cb%3Eowned", UriKind.Relative));

        Assert.Contains("data-code=\"login-wrong\"", known);
        Assert.DoesNotContain("owned\"", unknown.Replace("error=%3Cb%3Eowned", string.Empty, StringComparison.Ordinal));
        Assert.DoesNotContain("id=\"error\"", unknown);
    }

    [TestMethod]
    public async Task Form_WithoutItsToken_IsRefusedInWords()
    {
        using var client = await ClientAsync();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["email"] = "an@example.org" });

        using var answer = await client.PostAsync(new Uri("/login?lang=en", UriKind.Relative), form);

        Assert.AreEqual(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("The page may have been open for too long", await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Bug_IsAnsweredWithAReference_AndWithTheSecurityHeaders()
    {
        await using var site = new SiteFactory();
        var subject = await site.MakeAccountAsync(AccountState.Active, nationalNumber: "no cipher");
        using var client = site.CreateClient();
        client.DefaultRequestHeaders.Add(SiteFactory.SessionHeader, subject);

        using var answer = await client.GetAsync(new Uri("/account?lang=en", UriKind.Relative));
        var html = await answer.Content.ReadAsStringAsync();

        Assert.AreEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("Something went wrong on our side", html);
        Assert.DoesNotContain("Exception", html);
        Assert.IsTrue(answer.Headers.Contains("Content-Security-Policy"));
    }

    [TestMethod]
    [DataRow("/")]
    [DataRow("/login")]
    [DataRow("/login/eid")]
    [DataRow("/login/profile")]
    [DataRow("/register")]
    [DataRow("/account")]
    [DataRow("/no-such-page")]
    [DataRow("/development/outbox.json")]
    public async Task WhatTellsOfAPerson_IsKeptNowhere(string path)
    {
        using var client = await ClientAsync();

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.IsTrue(answer.Headers.CacheControl?.NoStore);
    }

    [TestMethod]
    public async Task Account_WithoutASession_IsNotShown()
    {
        using var client = Site.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

        using var answer = await client.GetAsync(new Uri("/account", UriKind.Relative));

        Assert.AreNotEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("Peeters", await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpClient> ClientAsync()
    {
        var client = Site.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add(SiteFactory.ProvedHeader, "yes");
        client.DefaultRequestHeaders.Add(SiteFactory.SessionHeader, await Subject.Value);
        return client;
    }

    private static async Task<string> PostEmailAsync(HttpClient client, string email)
    {
        var page = await client.GetStringAsync(new Uri("/login", UriKind.Relative));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["email"] = email,
            ["__RequestVerificationToken"] = AntiforgeryField().Match(page).Groups["found"].Value,
        });
        using var answer = await client.PostAsync(new Uri("/login", UriKind.Relative), form);
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<found>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AntiforgeryField();
}
