using System.Text.Json;

namespace EidBridge.Demo;

/// <summary>A browsing context of WebDriver BiDi as an <see cref="IBrowserTab"/>.</summary>
public sealed class FirefoxTab : IBrowserTab
{
    private readonly BidiConnection _connection;

    internal FirefoxTab(BidiConnection connection, string id)
    {
        _connection = connection;
        Id = id;
    }

    internal string Id { get; }

    public Task GoToAsync(string address, CancellationToken cancellationToken) =>
        _connection.SendAsync("browsingContext.navigate", new { context = Id, url = address, wait = "complete" }, cancellationToken);

    public async Task ClickAsync(string selector, CancellationToken cancellationToken)
    {
        await this.WaitForAsync(selector, cancellationToken);
        var element = await ElementAsync(selector, cancellationToken);
        object[] actions =
        [
            new { type = "pointerMove", x = 0, y = 0, origin = new { type = "element", element } },
            new { type = "pointerDown", button = 0 },
            new { type = "pointerUp", button = 0 },
        ];
        object[] sources = [new { type = "pointer", id = "mouse", actions }];
        await _connection.SendAsync("input.performActions", new { context = Id, actions = sources }, cancellationToken);
    }

    public Task WaitUntilAsync(string expression, CancellationToken cancellationToken) =>
        Wait.UntilAsync(expression, ct => HoldsAsync(expression, ct), cancellationToken);

    public async Task<JsonElement> EvaluateAsync(string expression, CancellationToken cancellationToken)
    {
        var value = await RunAsync($"(async () => JSON.stringify((await ({expression})) ?? null))()", "none", cancellationToken);
        return JsonSerializer.Deserialize<JsonElement>(value.GetProperty("value").GetString()!);
    }

    public Task CloseAsync(CancellationToken cancellationToken) => _connection.SendAsync("browsingContext.close", new { context = Id }, cancellationToken);

    private async Task<bool> HoldsAsync(string expression, CancellationToken cancellationToken)
    {
        try
        {
            return (await EvaluateAsync($"Boolean({expression})", cancellationToken)).GetBoolean();
        }
        catch (StageException e) when (e.Message.Contains("no such frame", StringComparison.Ordinal) || e.Message.Contains("AbortError", StringComparison.Ordinal)
            || e.Message.Contains("aborted", StringComparison.OrdinalIgnoreCase))
        {
            // The page went while it was asked.
            return false;
        }
    }

    private async Task<JsonElement> ElementAsync(string selector, CancellationToken cancellationToken)
    {
        var node = await RunAsync($"(() => {{ const e = document.querySelector({JsonSerializer.Serialize(selector)}); e.scrollIntoView({{ block: 'center' }}); return e; }})()", "root", cancellationToken);
        return JsonSerializer.SerializeToElement(new { sharedId = node.GetProperty("sharedId").GetString() });
    }

    private async Task<JsonElement> RunAsync(string expression, string resultOwnership, CancellationToken cancellationToken)
    {
        var outcome = await _connection.SendAsync(
            "script.evaluate", new { expression, target = new { context = Id }, awaitPromise = true, resultOwnership }, cancellationToken);
        return outcome.TryGetProperty("result", out var result) ? result : throw new StageException($"{expression}: {outcome.GetRawText()}");
    }
}
