using System.Text.Json;

namespace EidBridge.Demo;

/// <summary>A tab as a person and a page's developer see it; the same in Chromium and in Firefox.</summary>
public interface IBrowserTab
{
    /// <summary>Loads a page, and returns when it has loaded.</summary>
    Task GoToAsync(string address, CancellationToken cancellationToken);

    /// <summary>Presses the mouse on an element: an event that the browser trusts.</summary>
    Task ClickAsync(string selector, CancellationToken cancellationToken);

    /// <summary>Waits until the expression is truthy in whatever page the tab shows, also across a navigation.</summary>
    Task WaitUntilAsync(string expression, CancellationToken cancellationToken);

    /// <param name="expression">JavaScript; a promise is waited for.</param>
    /// <returns>Its value as JSON.</returns>
    Task<JsonElement> EvaluateAsync(string expression, CancellationToken cancellationToken);

    Task CloseAsync(CancellationToken cancellationToken);
}

public static class BrowserTabWaiting
{
    /// <summary>Waits until the page has such an element.</summary>
    public static Task WaitForAsync(this IBrowserTab tab, string selector, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tab);
        return tab.WaitUntilAsync($"document.querySelector({JsonSerializer.Serialize(selector)}) !== null", cancellationToken);
    }

    /// <summary>Waits until the tab shows that path.</summary>
    public static Task WaitForPathAsync(this IBrowserTab tab, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tab);
        return tab.WaitUntilAsync($"location.pathname === {JsonSerializer.Serialize(path)} && document.readyState === 'complete'", cancellationToken);
    }
}
