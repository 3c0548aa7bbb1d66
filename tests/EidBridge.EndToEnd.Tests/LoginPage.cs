using System.Security.Cryptography;
using System.Text.Json;
using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary><c>turns.html</c> in a tab, with the person before it: asks for logins, one after the other.</summary>
internal sealed class LoginPage(Stage stage, IBrowserTab tab)
{
    private string _nonce = string.Empty;

    public IBrowserTab Tab => tab;

    /// <summary>Loads the page, and returns when it can ask.</summary>
    /// <param name="site">Origin, and perhaps a query to tell pages apart.</param>
    public async Task OpenAsync(string site, CancellationToken cancellationToken, string query = "")
    {
        await tab.GoToAsync($"{site}/turns.html{query}", cancellationToken);
        await tab.WaitForAsync("[data-ready]", cancellationToken);
    }

    /// <summary>A click, then a request with a nonce of its own.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        await tab.ClickAsync("#go", cancellationToken);
        await AskWithoutAClickAsync(cancellationToken);
    }

    public async Task AskWithoutAClickAsync(CancellationToken cancellationToken)
    {
        _nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await tab.EvaluateAsync("delete window.answer, delete document.body.dataset.state", cancellationToken);
        await tab.EvaluateAsync($"void logIn({JsonSerializer.Serialize(_nonce)})", cancellationToken);
    }

    /// <returns>The host's window, once it asks for the PIN.</returns>
    public async Task<string> WaitForPinFieldAsync(CancellationToken cancellationToken)
    {
        await tab.WaitUntilAsync("document.body.dataset.state === 'waiting-for-pin'", cancellationToken);
        return await stage.Display.WaitForHostWindowAsync(cancellationToken);
    }

    /// <returns>Process id of the host whose window asks for the PIN.</returns>
    public async Task<int> WaitForHostAsync(CancellationToken cancellationToken) =>
        await stage.Display.ProcessOfAsync(await WaitForPinFieldAsync(cancellationToken), cancellationToken);

    public async Task EnterPinAsync(CancellationToken cancellationToken) =>
        await stage.EnterPinAsync(await WaitForPinFieldAsync(cancellationToken), stage.Options.Pin, cancellationToken);

    /// <returns>The token, or an object with the failure's code.</returns>
    public async Task<JsonElement> AnswerAsync(CancellationToken cancellationToken)
    {
        await tab.WaitUntilAsync("window.answer !== undefined", cancellationToken);
        return await tab.EvaluateAsync("window.answer", cancellationToken);
    }

    public async Task<string?> CodeAsync(CancellationToken cancellationToken) => (await AnswerAsync(cancellationToken)).GetProperty("code").GetString();

    /// <returns>Whether the answer is a token for this page's site and last nonce.</returns>
    public async Task<bool> HasItsTokenAsync(string site, CancellationToken cancellationToken) =>
        LoginToken.IsFor(await AnswerAsync(cancellationToken), site, _nonce);
}
