using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using EidBridge.Protocol;
using EidBridge.Testing;
using EidBridge.Verification.AspNetCore;
using EidBridge.VirtualCard;
using Microsoft.Extensions.DependencyInjection;

namespace EidBridge.SamplePortal.Tests;

/// <summary>Whole logins at a site that uses nothing but the packages.</summary>
[TestClass]
public sealed class LoginTests : IDisposable
{
    private static readonly Uri Home = new(string.Empty, UriKind.Relative);
    private readonly TestEid _eid = new();
    private readonly Portal _portal;
    private readonly HttpClient _browser;

    public LoginTests()
    {
        _portal = new Portal(_eid);
        _browser = _portal.Browser();
    }

    private static IEnumerable<TokenFault> Faults => Enum.GetValues<TokenFault>().Where(fault => fault != TokenFault.None);

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public async Task GoodCard_LogsIn_AndThePortalKnowsTheName(Applet applet)
    {
        using var before = await _browser.GetAsync(Home);
        using var answer = await _browser.LogInWithEidAsync(_eid, CardPersons.Jurgen, applet: applet);
        var page = await _browser.GetStringAsync(Home);

        Assert.AreEqual(HttpStatusCode.Redirect, before.StatusCode);
        Assert.AreEqual("/login", before.Headers.Location!.AbsolutePath);
        Assert.AreEqual("204", await Portal.OutcomeAsync(answer));
        Assert.Contains("Welcome, J&#xFC;rgen Kaufmann", page);
    }

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public async Task TokenThatBringsItsCa_NeedsTheRootsOnly(Applet applet)
    {
        await using var portal = new Portal(_eid, services => services.PostConfigure<EidBridgeOptions>(options => options.IssuingCertificates.Clear()));
        using var browser = portal.Browser();
        var token = _eid.CreateToken(Portal.Origin, await NonceAsync(browser), applet: applet);
        var members = JsonNode.Parse(token)!;
        members["format"] = "web-eid:1.1";
        members["unverifiedIntermediateCertificates"] = new JsonArray(Convert.ToBase64String(_eid.Pki.IssuingCa(applet, foreigner: false).RawData));

        Assert.AreEqual(ErrorCode.IssuerUnknown, await PostAsync(token, browser));
        Assert.AreEqual("204", await PostAsync(members.ToJsonString(), browser));
    }

    [TestMethod]
    [DynamicData(nameof(Faults))]
    public async Task SpoiledToken_IsRefusedWithItsCode_AndNobodyIsAsked(TokenFault fault)
    {
        using var answer = await _browser.LogInWithEidAsync(_eid, fault: fault);
        using var page = await _browser.GetAsync(Home);

        Assert.AreEqual(TokenFaults.CodeOf(fault), await Portal.OutcomeAsync(answer));
        Assert.AreEqual(HttpStatusCode.Redirect, page.StatusCode);
        Assert.IsEmpty(_eid.Responder.Asked);
    }

    [TestMethod]
    [DataRow(X509RevocationReason.KeyCompromise, ErrorCode.CertificateRevoked)]
    [DataRow(X509RevocationReason.CertificateHold, ErrorCode.CertificateSuspended)]
    public async Task RevokedCard_IsRefused_AndItsNeighbourIsNot(X509RevocationReason reason, string code)
    {
        _eid.Responder.Revoke(CardPersons.An, reason);

        using var revoked = await _browser.LogInWithEidAsync(_eid, CardPersons.An);
        using var neighbour = await _browser.LogInWithEidAsync(_eid, CardPersons.Maria);

        Assert.AreEqual(code, await Portal.OutcomeAsync(revoked));
        Assert.AreEqual("204", await Portal.OutcomeAsync(neighbour));
    }

    [TestMethod]
    public async Task CardThatIsRevokedAfterALogin_IsRefusedAtTheNext()
    {
        using var before = await _browser.LogInWithEidAsync(_eid, CardPersons.Lucie);
        _eid.Responder.Revoke(CardPersons.Lucie, X509RevocationReason.CertificateHold);
        using var after = await _browser.LogInWithEidAsync(_eid, CardPersons.Lucie);
        _eid.Responder.Release(CardPersons.Lucie);
        using var released = await _browser.LogInWithEidAsync(_eid, CardPersons.Lucie);

        Assert.AreEqual("204", await Portal.OutcomeAsync(before));
        Assert.AreEqual(ErrorCode.CertificateSuspended, await Portal.OutcomeAsync(after));
        Assert.AreEqual("204", await Portal.OutcomeAsync(released));
    }

    [TestMethod]
    public async Task ResponderThatIsDown_RefusesTheLogin_UntilItIsBack()
    {
        _eid.Responder.IsDown = true;
        using var down = await _browser.LogInWithEidAsync(_eid);
        _eid.Responder.IsDown = false;
        using var back = await _browser.LogInWithEidAsync(_eid);

        Assert.AreEqual(ErrorCode.RevocationUnavailable, await Portal.OutcomeAsync(down));
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, down.StatusCode);
        Assert.AreEqual("204", await Portal.OutcomeAsync(back));
    }

    [TestMethod]
    public async Task HundredPostsOfOneToken_OneLogsIn()
    {
        var nonce = await NonceAsync();
        var token = _eid.CreateToken(Portal.Origin, nonce);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => PostAsync(token)));

        Assert.AreEqual(1, outcomes.Count(outcome => outcome == "204"));
        Assert.AreEqual(99, outcomes.Count(outcome => outcome == ErrorCode.NonceUnknown));
    }

    [TestMethod]
    public async Task TokenOfAnotherBrowser_IsRefused()
    {
        using var other = _portal.Browser();
        var token = _eid.CreateToken(Portal.Origin, await NonceAsync(other));

        Assert.AreEqual(ErrorCode.NonceUnknown, await PostAsync(token));
        await NonceAsync();
        Assert.AreEqual(ErrorCode.SignatureInvalid, await PostAsync(token));
    }

    [TestMethod]
    public async Task SiteBelowAPath_LogsInThere()
    {
        await using var portal = new Portal(_eid, pathBase: "/portal");
        using var browser = portal.Browser();

        using var answer = await browser.LogInWithEidAsync(_eid);

        Assert.AreEqual("204", await Portal.OutcomeAsync(answer));
        Assert.Contains("Welcome, An Maria Peeters", await browser.GetStringAsync(Home));
    }

    [TestMethod]
    public async Task LastWord_MayRefuse_AndMayTakeTheNumberOut()
    {
        await using var portal = new Portal(_eid, services => services.Configure<EidAuthenticationOptions>(EidAuthenticationOptions.Scheme, options =>
            options.OnProved = (eid, identity, _) =>
            {
                identity.RemoveClaim(identity.FindFirst(EidClaims.NationalNumber));
                return eid.IsForeigner ? throw new EidBridgeException(ErrorCode.AccountNotActive) : Task.CompletedTask;
            }));
        using var browser = portal.Browser();

        using var refused = await browser.LogInWithEidAsync(_eid, CardPersons.Maria);
        using var let = await browser.LogInWithEidAsync(_eid, CardPersons.An);

        Assert.AreEqual(ErrorCode.AccountNotActive, await Portal.OutcomeAsync(refused));
        Assert.AreEqual("204", await Portal.OutcomeAsync(let));
    }

    public void Dispose()
    {
        _browser.Dispose();
        _portal.Dispose();
        _eid.Dispose();
    }

    private async Task<string> NonceAsync(HttpClient? browser = null)
    {
        var challenge = await (browser ?? _browser).GetStringAsync(new Uri("eid/challenge", UriKind.Relative));
        return challenge.Split('"')[3];
    }

    private async Task<string> PostAsync(string token, HttpClient? browser = null)
    {
        using var body = new StringContent(token, Encoding.UTF8, "application/json");
        using var answer = await (browser ?? _browser).PostAsync(new Uri("eid/login", UriKind.Relative), body);
        return await Portal.OutcomeAsync(answer);
    }
}
