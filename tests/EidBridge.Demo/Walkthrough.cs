using System.Diagnostics;

namespace EidBridge.Demo;

/// <summary>Walks the whole seed, one line and one picture per step.</summary>
internal sealed class Walkthrough(Stage stage, Journey journey, string pictures)
{
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(60);

    private int _number;

    public async Task WalkAsync(CancellationToken cancellationToken)
    {
        var window = string.Empty;

        await StepAsync("Landing: I am a doctor or healthcare organization", _ => journey.OpenLandingAsync(), cancellationToken);
        await StepAsync("Choose: Log in with eID card reader", _ => journey.ChooseEidAsync(), cancellationToken);
        await StepAsync("Extension, host, reader and card found", _ => journey.WaitUntilEverythingIsInPlaceAsync(), cancellationToken);
        await StepAsync("Host's window: certificate", async ct => { window = await journey.OpenHostWindowAsync(ct); await journey.WaitForPinFieldAsync(); }, cancellationToken, screen: true);
        await StepAsync("Host's window: PIN", ct => stage.Display.TypeAsync(window, stage.Options.Pin, ct), cancellationToken, screen: true);
        await StepAsync("Card signs, server verifies", async ct => { await stage.Display.PressAsync(window, "Return", ct); await journey.Page.WaitForURLAsync("**/login/profile"); }, cancellationToken);
        await StepAsync("Confirm profile: civilian", async _ => { await journey.ConfirmProfileAsync(); await journey.Page.WaitForURLAsync("**/register"); }, cancellationToken);
        await StepAsync("Account details", _ => journey.FillInFormAsync(), cancellationToken);
        await StepAsync("Create and log in", async _ => { await journey.CreateAsync(); await journey.Page.WaitForURLAsync("**/register/progress"); }, cancellationToken);
        await StepAsync("E-mail confirmed while the account is made", _ => journey.ConfirmEmailAsync(), cancellationToken, screen: true);
        await StepAsync("Account made; text message sent", _ => journey.WaitForActivationAsync(), cancellationToken);
        await StepAsync("Code and password", async _ => await journey.FillInActivationAsync(await journey.LastCodeAsync("sms")), cancellationToken);
        await StepAsync("Activate", async _ => { await journey.ActivateAsync(); await journey.Page.WaitForURLAsync("**/login**"); }, cancellationToken);
        await StepAsync("Log in with e-mail and password", async _ => { await journey.LogInWithPasswordAsync(); await journey.WaitForAccountAsync(); }, cancellationToken);
        await StepAsync("Log out", _ => journey.LogOutAsync(), cancellationToken);
        await StepAsync("Log in with eID", async ct => { await journey.LogInWithCardAsync(ct); await journey.ConfirmProfileAsync(); await journey.WaitForAccountAsync(); }, cancellationToken);
    }

    /// <param name="screen">Of the whole screen: where the window is what matters, and where the page may go on by itself while its picture is taken.</param>
    private async Task StepAsync(string name, Func<CancellationToken, Task> act, CancellationToken cancellationToken, bool screen = false)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StepLimit);
        var watch = Stopwatch.StartNew();
        try
        {
            await act(limit.Token);
        }
        catch (Exception e) when (e is not StageException)
        {
            await stage.Display.ScreenshotAsync(Path.Combine(pictures, "failed.png"), CancellationToken.None);
            throw new StageException($"'{name}' failed at {journey.Page.Url} (dist/demo/failed.png): {e.Message}\n{stage.Server.Output}", e);
        }

        var took = watch.Elapsed;

        var file = Path.Combine(pictures, $"{++_number:00}-{Slug(name)}.png");
        await (screen ? stage.Display.ScreenshotAsync(file, limit.Token) : journey.Page.ScreenshotAsync(new() { Path = file }));
        Terminal.WriteLine($"{_number,2}  {took.TotalSeconds,6:0.00} s  {name}");
    }

    private static string Slug(string name) =>
        string.Join('-', name.ToLowerInvariant().Split([' ', ':', ',', ';', '\''], StringSplitOptions.RemoveEmptyEntries));
}
