using System.Security.Cryptography;
using System.Text.Json;
using EidBridge.Demo;
using EidBridge.VirtualCard;

namespace EidBridge.Benchmarks;

/// <summary>A stage without browser and server, and the requests that the benches send to its host.</summary>
internal static class BenchStage
{
    public const string Origin = "https://portal.example";

    public static Task<Stage> SetAsync(Applet applet, CardOptions card, CancellationToken cancellationToken) =>
        Stage.SetAsync(new StageOptions { Applet = applet, WithBrowser = false, WithServer = false, Card = card }, cancellationToken);

    public static Task<HostConversation> StartAsync(Stage stage) =>
        HostConversation.StartAsync(stage.HostProgram ?? throw new StageException("The stage has no host"), stage.PersonEnvironment);

    /// <summary>Asks for a login and waits until the PIN can be typed.</summary>
    /// <returns>The window.</returns>
    public static async Task<string> AskForLoginAsync(Stage stage, HostConversation host, string tokenFormat, CancellationToken cancellationToken)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await host.SendAsync(new { command = "authenticate", arguments = new { challengeNonce = nonce, origin = Origin, lang = "en", eidbridge = new { progress = true, tokenFormat } } });
        await host.ReceiveStateAsync("waiting-for-pin");
        return await stage.Display.WaitForHostWindowAsync(cancellationToken);
    }

    public static async Task<JsonElement> TypePinAsync(Stage stage, HostConversation host, string window, CancellationToken cancellationToken)
    {
        await stage.Display.TypeAsync(window, stage.Options.Pin, cancellationToken);
        await stage.Display.PressAsync(window, "Return", cancellationToken);
        return await host.ReceiveAnswerAsync();
    }
}
