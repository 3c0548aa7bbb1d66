using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Testing;
using EidBridge.Verification.AspNetCore;
using EidBridge.Verification.Revocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EidBridge.SamplePortal.Tests;

/// <summary>What can never work is said when the site starts, and names the option.</summary>
[TestClass]
public sealed class StartTests : IDisposable
{
    private readonly TestEid _eid = new();

    [TestMethod]
    [DataRow("https://portal.example")]
    [DataRow("https://portal.example:8443")]
    [DataRow("https://xn--bcher-kva.example")]
    [DataRow("https://[::1]:5001")]
    [DataRow("http://localhost:5000")]
    [DataRow("http://localhost")]
    public async Task OriginAsBrowsersSayIt_Starts(string origin) => Assert.IsNull(await FaultAsync(options => options.Origin = origin));

    [TestMethod]
    [DataRow("https://portal.example/", "'https://portal.example'")]
    [DataRow("https://portal.example:443", "'https://portal.example'")]
    [DataRow("https://Portal.example", "'https://portal.example'")]
    [DataRow("HTTPS://portal.example", "'https://portal.example'")]
    [DataRow("https://bücher.example", "'https://xn--bcher-kva.example'")]
    [DataRow("https://portal.example/login", "'https://portal.example'")]
    [DataRow("https://portal.example?x", "'https://portal.example'")]
    [DataRow("https://me@portal.example", "'https://portal.example'")]
    [DataRow("https://portal.example:08443", "'https://portal.example:8443'")]
    [DataRow(" https://portal.example", "'https://portal.example'")]
    [DataRow("http://localhost:80", "'http://localhost'")]
    [DataRow("http://portal.example", "localhost only")]
    [DataRow("wss://portal.example", "no https origin")]
    [DataRow("portal.example", "no https origin")]
    [DataRow("null", "no https origin")]
    [DataRow("", "no https origin")]
    public async Task OriginThatCanNeverMatch_DoesNot_AndTheRightOneIsSaid(string origin, string said)
    {
        var fault = await FaultAsync(options => options.Origin = origin);

        Assert.IsNotNull(fault);
        Assert.Contains(nameof(EidBridgeOptions.Origin), fault);
        Assert.Contains(said, fault);
    }

    [TestMethod]
    public async Task NoRoot_DoesNot() =>
        Assert.Contains(nameof(EidBridgeOptions.TrustAnchors), await FaultAsync(options => options.TrustAnchors.Clear()) ?? "started");

    [TestMethod]
    public async Task RootThatIsNoCa_DoesNot_AndIsNamed()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var leaf = new CertificateRequest("CN=no root", key, HashAlgorithmName.SHA384)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));

        Assert.Contains("CN=no root", await FaultAsync(options => options.TrustAnchors.Add(leaf)) ?? "started");
    }

    [TestMethod]
    [DataRow("http://ocsp.example/")]
    [DataRow("ocsp.example:0")]
    [DataRow("*")]
    public async Task ResponderThatIsNoHost_DoesNot(string host) => Assert.Contains(
        nameof(RevocationOptions.AllowedHosts),
        await FaultAsync(options => options.Revocation = new RevocationOptions { AllowedHosts = [host] }) ?? "started");

    [TestMethod]
    public async Task TimeoutOfNothing_DoesNot() => Assert.Contains(
        nameof(RevocationOptions.Timeout),
        await FaultAsync(options => options.Revocation = new RevocationOptions { Timeout = TimeSpan.Zero }) ?? "started");

    [TestMethod]
    [DataRow(null, "which scheme keeps the session")]
    [DataRow("Nobody", "no scheme 'Nobody'")]
    [DataRow(EidAuthenticationOptions.Scheme, "keeps no session")]
    public async Task SchemeThatKeepsNoSession_DoesNot(string? keeper, string said) =>
        Assert.Contains(said, await FaultAsync(scheme: options => options.SignInScheme = keeper) ?? "started");

    [TestMethod]
    public async Task TwoEndpointsAtOnePath_DoNot() =>
        Assert.Contains("the same", await FaultAsync(scheme: options => (options.SignInScheme, options.LoginPath) = ("Cookies", options.ChallengePath)) ?? "started");

    [TestMethod]
    public async Task SecondSchemeForTheSession_IsTaken() =>
        Assert.IsNull(await FaultAsync(scheme: options => options.SignInScheme = "Cookies"));

    public void Dispose() => _eid.Dispose();

    private async Task<string?> FaultAsync(Action<EidBridgeOptions>? options = null, Action<EidAuthenticationOptions>? scheme = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddEidBridge(o => o.Origin = Portal.Origin).TrustTestCards(_eid).PostConfigure(options ?? (_ => { }));

        // No default scheme: whoever wants one says so.
        var authentication = builder.Services.AddAuthentication().AddCookie("Cookies");
        authentication.AddEid(scheme ?? (o => o.SignInScheme = "Cookies"));
        await using var app = builder.Build();
        try
        {
            await app.StartAsync();
            return null;
        }
        catch (OptionsValidationException e)
        {
            return e.Message;
        }
    }
}
