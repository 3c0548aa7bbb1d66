using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace EidBridge.Demo;

/// <summary>The seed's steps, each as a person does it. One method per step; the page's ids are the contract.</summary>
public sealed partial class Journey(Stage stage, IPage page)
{
    public const string Email = "an.peeters@example.org";
    public const string Password = "dokter-2026-gent";

    public IPage Page => page;

    public static async Task<Journey> BeginAsync(Stage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var page = stage.Browser.Context.Pages.Count > 0 ? stage.Browser.Context.Pages[0] : await stage.Browser.Context.NewPageAsync();
        return new Journey(stage, page);
    }

    /// <summary>Step 1: "I am a doctor or healthcare organization …", then "Login with itsme or eID".</summary>
    public async Task OpenLandingAsync()
    {
        await page.GotoAsync(stage.Server.Origin + "/");
        await page.ClickAsync("#i-am-a-doctor");
        await page.WaitForSelectorAsync("#login-method");
    }

    /// <summary>Step 2: "Log in with eID card reader".</summary>
    public async Task ChooseEidAsync()
    {
        await page.ClickAsync("#login-method");
        await page.ClickAsync("#eid");
        await page.WaitForURLAsync("**/login/eid");
    }

    /// <summary>Step 3: the page finds extension and host by itself.</summary>
    public async Task WaitUntilEverythingIsInPlaceAsync()
    {
        await page.WaitForSelectorAsync("#check-extension[data-state=ok]");
        await page.WaitForSelectorAsync("#check-host[data-state=ok]");
    }

    /// <summary>Steps 3 and 4: "Log in" opens the host's window with the certificate.</summary>
    /// <returns>The window's id.</returns>
    public async Task<string> OpenHostWindowAsync(CancellationToken cancellationToken)
    {
        await page.EvaluateAsync(
            """
            () => {
              const state = document.querySelector("#state");
              globalThis.pinFields = 0;
              new MutationObserver(() => { if (state.dataset.state === "waiting-for-pin") globalThis.pinFields++; })
                .observe(state, { attributes: true, attributeFilter: ["data-state"] });
            }
            """);
        await page.ClickAsync("#log-in");
        return await stage.Display.WaitForHostWindowAsync(cancellationToken);
    }

    /// <summary>Waits until the host has told the page for the n-th time that its window asks for the PIN.</summary>
    public Task WaitForPinFieldAsync(int times = 1) => page.WaitForFunctionAsync("times => globalThis.pinFields >= times", times);

    /// <summary>Step 5: the PIN, and OK.</summary>
    public Task EnterPinAsync(string window, string pin, CancellationToken cancellationToken) => stage.EnterPinAsync(window, pin, cancellationToken);

    /// <summary>Steps 1 to 5 in one go.</summary>
    public async Task LogInWithCardAsync(CancellationToken cancellationToken)
    {
        await page.GotoAsync(stage.Server.Origin + "/login/eid");
        await WaitUntilEverythingIsInPlaceAsync();
        var window = await OpenHostWindowAsync(cancellationToken);
        await WaitForPinFieldAsync();
        await EnterPinAsync(window, stage.Options.Pin, cancellationToken);
        await page.WaitForURLAsync("**/login/profile");
    }

    /// <summary>Step 6: the name, civilian, "Confirm profile".</summary>
    public async Task ConfirmProfileAsync()
    {
        await page.WaitForURLAsync("**/login/profile");
        await page.ClickAsync("label[for=civilian]");
        await page.ClickAsync("#confirm-profile");
    }

    /// <summary>Step 7: the form, "Create and log in".</summary>
    public async Task FillInFormAsync()
    {
        await page.WaitForURLAsync("**/register");
        await page.ClickAsync("label[for=kind-doctor]");
        await page.SelectOptionAsync("#language", "en");
        await page.FillAsync("#email", Email);
        await page.FillAsync("#email-again", Email);
        await page.FillAsync("#mobile", "0470 12 34 56");
        await page.FillAsync("#riziv", "19006951001");
    }

    public Task CreateAsync() => page.ClickAsync("#create");

    /// <summary>Step 7, while it takes its minutes: the address is confirmed with the code sent by mail.</summary>
    public async Task ConfirmEmailAsync()
    {
        await page.WaitForURLAsync("**/register/progress");
        await page.FillAsync("#mail-code", await LastCodeAsync("mail"));
        await page.ClickAsync("#mail-code-confirm");
    }

    public Task WaitForActivationAsync() => page.WaitForURLAsync("**/activate", new PageWaitForURLOptions { Timeout = 120_000 });

    /// <summary>Step 8: code and password.</summary>
    public async Task FillInActivationAsync(string code, string password = Password)
    {
        await page.FillAsync("#code", code);
        await page.FillAsync("#password", password);
        await page.FillAsync("#password-again", password);
    }

    public Task ActivateAsync() => page.ClickAsync("#activate");

    /// <summary>The account exists, is provisioned and waits for its code.</summary>
    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        await LogInWithCardAsync(cancellationToken);
        await ConfirmProfileAsync();
        await FillInFormAsync();
        await CreateAsync();
        await ConfirmEmailAsync();
        await WaitForActivationAsync();
    }

    public async Task LogInWithPasswordAsync(string password = Password)
    {
        await page.GotoAsync(stage.Server.Origin + "/login");
        await page.FillAsync("#email", Email);
        await page.ClickAsync("#continue");
        await page.FillAsync("#password", password);
        await page.ClickAsync("#log-in");
    }

    public Task WaitForAccountAsync() => page.WaitForURLAsync("**/account");

    public async Task LogOutAsync()
    {
        await page.ClickAsync("#log-out");
        await page.WaitForURLAsync(url => !url.EndsWith("/account", StringComparison.Ordinal));
    }

    /// <param name="kind"><c>sms</c> or <c>mail</c>.</param>
    /// <returns>The code in the newest message of the development outbox.</returns>
    public async Task<string> LastCodeAsync(string kind)
    {
        using var answer = await stage.Server.Client.GetAsync(new Uri("/development/outbox.json", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        using var outbox = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var text = outbox.RootElement.EnumerateArray()
            .Where(message => message.GetProperty("kind").GetString() == kind)
            .Select(message => message.GetProperty("text").GetString()!)
            .FirstOrDefault() ?? throw new StageException($"No {kind} was sent");
        return Code().Match(text).Value;
    }

    [GeneratedRegex(@"\b\d{6}\b", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Code();
}
