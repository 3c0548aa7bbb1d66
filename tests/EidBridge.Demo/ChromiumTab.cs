using System.Text.Json;
using Microsoft.Playwright;

namespace EidBridge.Demo;

/// <summary>A page of Playwright's as an <see cref="IBrowserTab"/>.</summary>
public sealed class ChromiumTab(IPage page) : IBrowserTab
{
    public async Task GoToAsync(string address, CancellationToken cancellationToken) => await page.GotoAsync(address).WaitAsync(cancellationToken);

    public Task ClickAsync(string selector, CancellationToken cancellationToken) => page.ClickAsync(selector).WaitAsync(cancellationToken);

    public async Task WaitUntilAsync(string expression, CancellationToken cancellationToken)
    {
        try
        {
            // By the clock: a tab that is behind another one paints no frames.
            await page.WaitForFunctionAsync($"() => {expression}", null, new() { PollingInterval = 20 }).WaitAsync(cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new StageException($"At {page.Url} this did not come true: {expression}", e);
        }
    }

    public async Task<JsonElement> EvaluateAsync(string expression, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<JsonElement>(
            await page.EvaluateAsync<string>($"async () => JSON.stringify((await ({expression})) ?? null)").WaitAsync(cancellationToken));

    public Task CloseAsync(CancellationToken cancellationToken) => page.CloseAsync().WaitAsync(cancellationToken);
}
