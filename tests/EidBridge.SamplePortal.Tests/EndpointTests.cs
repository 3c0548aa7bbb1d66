using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EidBridge.Protocol;
using EidBridge.Testing;

namespace EidBridge.SamplePortal.Tests;

/// <summary>What the endpoints of a login take, and from whom.</summary>
[TestClass]
public sealed class EndpointTests : IDisposable
{
    private const string Challenge = "eid/challenge";
    private const string Login = "eid/login";
    private const string Script = "eid/eidbridge.js";
    private readonly TestEid _eid = new();
    private readonly Portal _portal;
    private readonly HttpClient _browser;

    public EndpointTests()
    {
        _portal = new Portal(_eid);
        _browser = _portal.Browser();
    }

    [TestMethod]
    [DataRow("Origin", "https://evil.example")]
    [DataRow("Origin", "null")]
    [DataRow("Origin", "http://portal.example")]
    [DataRow("Sec-Fetch-Site", "cross-site")]
    [DataRow("Sec-Fetch-Site", "same-site")]
    [DataRow("Sec-Fetch-Site", "none")]
    public async Task RequestOfAnotherPage_IsRefused_BeforeItCanDisturbALogin(string header, string value)
    {
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Get, Challenge), (HttpMethod.Post, Login)])
        {
            using var answer = await SendAsync(method, path, header, value);

            Assert.AreEqual(ErrorCode.OriginDenied, await Portal.OutcomeAsync(answer));
            Assert.AreEqual(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.IsFalse(answer.Headers.Contains("Set-Cookie"));
        }
    }

    [TestMethod]
    [DataRow("Origin", "https://portal.example")]
    [DataRow("Sec-Fetch-Site", "same-origin")]
    public async Task RequestOfTheOwnPage_IsTaken(string header, string value)
    {
        using var answer = await SendAsync(HttpMethod.Get, Challenge, header, value);

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [TestMethod]
    public async Task Challenge_BindsTheBrowserByACookieThatNoOtherSiteSees_AndIsNeverStored()
    {
        using var answer = await SendAsync(HttpMethod.Get, Challenge);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();

        Assert.StartsWith("__Host-eidbridge.login=", cookie);
        Assert.Contains("; path=/; secure; samesite=strict; httponly", cookie);
        Assert.IsTrue(answer.Headers.CacheControl!.NoStore);
        Assert.MatchesRegex("^\\{\"nonce\":\"[A-Za-z0-9+/]{43}=\"\\}$", (await answer.Content.ReadAsStringAsync()).Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task SecondChallenge_KeepsTheCookie()
    {
        using var first = await SendAsync(HttpMethod.Get, Challenge);
        using var second = await SendAsync(HttpMethod.Get, Challenge);

        Assert.IsFalse(second.Headers.Contains("Set-Cookie"));
    }

    [TestMethod]
    [DataRow("HEAD", Challenge, "GET")]
    [DataRow("POST", Challenge, "GET")]
    [DataRow("OPTIONS", Challenge, "GET")]
    [DataRow("PUT", Login, "POST")]
    [DataRow("OPTIONS", Login, "POST")]
    [DataRow("POST", Script, "GET, HEAD")]
    public async Task OtherMethods_AreNotAllowed(string method, string path, string allowed)
    {
        using var answer = await SendAsync(new HttpMethod(method), path);

        Assert.AreEqual(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.AreEqual(allowed, string.Join(", ", answer.Content.Headers.Allow));
        Assert.IsFalse(answer.Headers.Contains("Set-Cookie"));
    }

    [TestMethod]
    public async Task PageWhereTokensArePosted_IsTheSites()
    {
        using var answer = await SendAsync(HttpMethod.Get, Login);

        Assert.AreEqual(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [TestMethod]
    [DataRow("text/plain")]
    [DataRow("application/x-www-form-urlencoded")]
    [DataRow("multipart/form-data")]
    [DataRow(null)]
    public async Task WhatAFormCanSend_IsRefused(string? type)
    {
        await SendAsync(HttpMethod.Get, Challenge);
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(_eid.CreateToken(Portal.Origin, "nonce")));
        body.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);

        using var answer = await _browser.PostAsync(new Uri(Login, UriKind.Relative), body);

        Assert.AreEqual(ErrorCode.TokenInvalid, await Portal.OutcomeAsync(answer));
    }

    [TestMethod]
    public async Task BodyOfTenMegabytes_IsNotRead()
    {
        using var nonce = await SendAsync(HttpMethod.Get, Challenge);
        await using var endless = new CountingStream(10_000_000);
        using var body = new StreamContent(endless);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var answer = await _browser.PostAsync(new Uri(Login, UriKind.Relative), body);

        Assert.AreEqual(ErrorCode.TokenInvalid, await Portal.OutcomeAsync(answer));
        Assert.IsLessThan(500_000, endless.Taken);
    }

    [TestMethod]
    [DataRow("nl-BE,fr;q=0.5", "nl")]
    [DataRow("fr;q=0.3, de;q=0.9", "de")]
    [DataRow("pt", "en")]
    [DataRow(null, "en")]
    public async Task Refusal_SpeaksTheLanguageOfTheBrowser(string? wanted, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Login, UriKind.Relative)) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept-Language", wanted);

        using var answer = await _browser.SendAsync(request);

        Assert.AreEqual(language, answer.Content.Headers.ContentLanguage.Single());
        Assert.Contains(ErrorCatalogue.Find(ErrorCode.NonceUnknown).Texts[language][..5], await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task PageLibrary_IsAModule_AndIsSentOnce()
    {
        using var first = await SendAsync(HttpMethod.Get, Script);
        using var again = await SendAsync(HttpMethod.Get, Script, "If-None-Match", first.Headers.ETag!.ToString());
        using var head = await SendAsync(HttpMethod.Head, Script);

        Assert.AreEqual("text/javascript", first.Content.Headers.ContentType!.MediaType);
        Assert.Contains("export async function authenticate", await first.Content.ReadAsStringAsync());
        Assert.AreEqual(HttpStatusCode.NotModified, again.StatusCode);
        Assert.AreEqual(first.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
    }

    public void Dispose()
    {
        _browser.Dispose();
        _portal.Dispose();
        _eid.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? header = null, string? value = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        return await _browser.SendAsync(request);
    }
}
