using EidBridge.Protocol;
using EidBridge.Server.Tests.Journey;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Server.Tests.Login;

[TestClass]
public sealed class EidLoginTests
{
    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public async Task GoodToken_LeadsToTheProfile_AndIsGoodOnce(Applet applet)
    {
        await using var server = ServerHost.OnNewFolder();
        await using var trusting = EidVisitor.Trusting(server);
        using var visitor = EidVisitor.Of(trusting);
        var token = EidVisitor.Sign(await visitor.AskNonceAsync(), applet: applet);

        Assert.AreEqual("/login/profile", await visitor.PostAsync(token));
        Assert.AreEqual(ErrorCode.NonceUnknown, await visitor.PostAsync(token));
    }

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public async Task TokenThatBringsItsCa_NeedsTheRootsOnly(Applet applet)
    {
        await using var server = ServerHost.OnNewFolder();
        await using var trusting = EidVisitor.TrustingRootsOnly(server);
        using var visitor = EidVisitor.Of(trusting);
        var nonce = await visitor.AskNonceAsync();

        Assert.AreEqual(ErrorCode.IssuerUnknown, await visitor.PostAsync(EidVisitor.Sign(nonce, applet: applet)));
        Assert.AreEqual("/login/profile", await visitor.PostAsync(EidVisitor.Sign(nonce, applet: applet, withCa: true)));
    }

    [TestMethod]
    public async Task OneToken_PostedTwentyTimesAtOnce_PassesOnce()
    {
        await using var server = ServerHost.OnNewFolder();
        await using var trusting = EidVisitor.Trusting(server);
        using var visitor = EidVisitor.Of(trusting);
        var token = EidVisitor.Sign(await visitor.AskNonceAsync());
        var antiforgery = await visitor.ReadAntiforgeryAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => visitor.PostAsync(token, antiforgery)));

        Assert.AreEqual(1, answers.Count(a => a == "/login/profile"));
        Assert.AreEqual(19, answers.Count(a => a == ErrorCode.NonceUnknown));
    }

    [TestMethod]
    public async Task Nonce_AfterSixMinutes_IsExpired()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = ServerHost.OnNewFolder(clock);
        await using var trusting = EidVisitor.Trusting(server);
        using var visitor = EidVisitor.Of(trusting);
        var token = EidVisitor.Sign(await visitor.AskNonceAsync());

        clock.Advance(TimeSpan.FromMinutes(6));

        Assert.AreEqual(ErrorCode.NonceExpired, await visitor.PostAsync(token));
    }

    [TestMethod]
    public async Task TwoTabs_HaveANonceEach()
    {
        await using var server = ServerHost.OnNewFolder();
        await using var trusting = EidVisitor.Trusting(server);
        using var visitor = EidVisitor.Of(trusting);
        var first = await visitor.AskNonceAsync();
        var second = await visitor.AskNonceAsync();

        Assert.AreEqual("/login/profile", await visitor.PostAsync(EidVisitor.Sign(first)));
        Assert.AreEqual("/login/profile", await visitor.PostAsync(EidVisitor.Sign(second)));
    }

    [TestMethod]
    public async Task NonceOfAnotherBrowser_IsRefused()
    {
        await using var server = ServerHost.OnNewFolder();
        await using var trusting = EidVisitor.Trusting(server);
        using var visitor = EidVisitor.Of(trusting);
        using var other = EidVisitor.Of(trusting);
        var token = EidVisitor.Sign(await other.AskNonceAsync());

        Assert.AreEqual(ErrorCode.NonceUnknown, await visitor.PostAsync(token));
        await visitor.AskNonceAsync();
        Assert.AreEqual(ErrorCode.SignatureInvalid, await visitor.PostAsync(token));
    }

    [TestMethod]
    public async Task TokenForAnotherOrigin_IsRefused()
    {
        await using var server = ServerHost.OnNewFolder();
        await using var trusting = EidVisitor.Trusting(server);
        using var visitor = EidVisitor.Of(trusting);

        Assert.AreEqual(ErrorCode.SignatureInvalid, await visitor.PostAsync(EidVisitor.Sign(await visitor.AskNonceAsync(), "https://evil.example")));
    }

    [TestMethod]
    public async Task RequestFromAnotherSite_IsRefused()
    {
        await using var server = ServerHost.OnNewFolder();
        await using var trusting = EidVisitor.Trusting(server);
        using var visitor = EidVisitor.Of(trusting);

        Assert.AreEqual(ErrorCode.SessionExpired, await visitor.PostAsync(EidVisitor.Sign(await visitor.AskNonceAsync()), antiforgery: "forged"));
    }

    [TestMethod]
    [DataRow("Origin", "https://evil.example")]
    [DataRow("Origin", "null")]
    [DataRow("Sec-Fetch-Site", "cross-site")]
    [DataRow("Sec-Fetch-Site", "same-site")]
    [DataRow("Sec-Fetch-Site", "none")]
    public async Task RequestOfAnotherPage_IsRefused_BeforeItCanDisturbALogin(string header, string value)
    {
        await using var server = ServerHost.OnNewFolder();
        await using var trusting = EidVisitor.Trusting(server);
        using var visitor = EidVisitor.Of(trusting);
        var token = EidVisitor.Sign(await visitor.AskNonceAsync());

        using var challenge = await visitor.GetAsync("/login/eid/challenge", header, value);

        Assert.AreEqual(System.Net.HttpStatusCode.Forbidden, challenge.StatusCode);
        Assert.IsFalse(challenge.Headers.Contains("Set-Cookie"));
        Assert.AreEqual(ErrorCode.OriginDenied, await visitor.PostAsync(token, header: (header, value)));
        Assert.AreEqual("/login/profile", await visitor.PostAsync(token, header: ("Sec-Fetch-Site", "same-origin")));
    }

    [TestMethod]
    public async Task WithoutARoot_NobodyComesIn()
    {
        await using var server = ServerHost.OnNewFolder();
        using var visitor = EidVisitor.Of(server);

        Assert.AreEqual(ErrorCode.IssuerUnknown, await visitor.PostAsync(EidVisitor.Sign(await visitor.AskNonceAsync())));
    }

    [TestMethod]
    public async Task EveryAnswer_TellsTheBrowserWhatNotToDo()
    {
        await using var server = ServerHost.OnNewFolder();
        using var visitor = EidVisitor.Of(server);

        using var answer = await visitor.GetAsync("/login/eid/challenge");

        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-eidbridge.browser=", StringComparison.Ordinal));
        Assert.Contains("; secure", cookie);
        Assert.Contains("; httponly", cookie);
        Assert.Contains("; samesite=strict", cookie);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.AreEqual("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }
}
