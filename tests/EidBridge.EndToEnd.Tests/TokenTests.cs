using System.Text.Json;
using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>Tokens of a real card, used where or when they must not be.</summary>
[TestClass]
[DoNotParallelize]
public sealed class TokenTests : OnStage
{
    private const int Limit = 120_000;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task ReplayedToken_IsRefused()
    {
        await SetAsync();
        string? token = null;
        Journey.Page.Request += (_, request) => token = request.Url.EndsWith("/login/eid", StringComparison.Ordinal) ? request.PostData ?? token : token;
        await Journey.LogInWithCardAsync(CancellationToken);
        await Journey.Page.GotoAsync(Stage.Server.Origin + "/login/eid");

        Assert.IsNotNull(token);
        Assert.AreEqual("nonce-unknown", await PostAsync(token));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task TokenForAnotherOrigin_IsRefused()
    {
        await SetAsync();
        await Journey.Page.GotoAsync(Stage.Server.Origin + "/login/eid");
        var nonce = await Journey.Page.EvaluateAsync<string>("async () => (await (await fetch('/login/eid/challenge')).json()).nonce");

        var token = await SignAsync(nonce, "https://another.example");

        Assert.AreEqual("signature-invalid", await PostAsync(token));
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task TokenOfAnotherBrowser_IsRefused()
    {
        await SetAsync();
        using var other = await Stage.Server.Client.GetAsync(new Uri("/login/eid/challenge", UriKind.Relative), CancellationToken);
        var nonce = JsonDocument.Parse(await other.Content.ReadAsStringAsync(CancellationToken)).RootElement.GetProperty("nonce").GetString()!;
        await Journey.Page.GotoAsync(Stage.Server.Origin + "/login/eid");
        await Journey.Page.EvaluateAsync("async () => { await fetch('/login/eid/challenge'); }");

        var token = await SignAsync(nonce, Stage.Server.Origin);

        Assert.AreEqual("signature-invalid", await PostAsync(token));
    }

    /// <summary>The host signs for whoever asks it as a browser does; what stops a wrong token is the server.</summary>
    private async Task<string> SignAsync(string nonce, string origin)
    {
        await using var host = await HostConversation.StartAsync(Stage.HostProgram!, Stage.PersonEnvironment);
        await host.SendAsync(new { command = "authenticate", arguments = new { challengeNonce = nonce, origin, eidbridge = new { progress = true } } });
        var window = await Stage.Display.WaitForHostWindowAsync(CancellationToken);
        await host.ReceiveStateAsync("waiting-for-pin");
        await Journey.EnterPinAsync(window, Stage.Options.Pin, CancellationToken);
        return (await host.ReceiveAnswerAsync()).GetRawText();
    }

    private Task<string> PostAsync(string token) => Journey.Page.EvaluateAsync<string>(
        """
        async token => {
          const headers = { "Content-Type": "application/json", "RequestVerificationToken": document.querySelector("#eid-login").dataset.antiforgery };
          const answer = await fetch("/login/eid", { method: "POST", body: token, headers });
          return (await answer.json()).code ?? "accepted";
        }
        """,
        token);
}
