using System.Security.Cryptography;
using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>The browser goes away: over a pipe, without a browser, so that nobody else can have ended the host.</summary>
[TestClass]
[DoNotParallelize]
public sealed class EndOfInputTests : OnStage
{
    private const int Limit = 90_000;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WindowOpen_EndsTheHostByItself()
    {
        await using var host = await AskAsync(new StageOptions());

        var (code, took) = await host.EndInputAsync(CancellationToken);

        Assert.AreEqual(0, code);
        Assert.IsLessThan(TimeSpan.FromSeconds(1), took);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task CardSigning_IsLoggedOffBeforeTheEnd()
    {
        await using var host = await AskAsync(new StageOptions { Card = new() { SignatureDelay = TimeSpan.FromMilliseconds(400) } });
        await Stage.EnterPinAsync(await Stage.Display.WaitForHostWindowAsync(CancellationToken), Stage.Options.Pin, CancellationToken);

        var (code, took) = await host.EndInputAsync(CancellationToken);

        Assert.AreEqual(0, code);
        Assert.IsLessThan(TimeSpan.FromSeconds(1), took);
        Assert.AreEqual("LOG OFF", (await Stage.Card.LogAsync(CancellationToken))[^1].Name);
    }

    private async Task<HostConversation> AskAsync(StageOptions options)
    {
        await SetAsync(options with { WithBrowser = false, WithServer = false });
        var host = await HostConversation.StartAsync(Stage.HostProgram!, Stage.PersonEnvironment);
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await host.SendAsync(new { command = "authenticate", arguments = new { challengeNonce = nonce, origin = "https://portal.example", eidbridge = new { progress = true } } });
        await Stage.Display.WaitForHostWindowAsync(CancellationToken);
        await host.ReceiveStateAsync("waiting-for-pin");
        return host;
    }
}
