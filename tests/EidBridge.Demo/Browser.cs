using Microsoft.Playwright;

namespace EidBridge.Demo;

/// <summary>A real Chromium with a profile of its own.</summary>
public sealed class Browser : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";
    private const string NoBackgroundNetworking = "--disable-background-networking";

    // An extension that policy brings is fetched in the background: then it is the names that keep Chromium from the network.
    private const string OnlyLoopback = "--host-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1";

    private readonly IPlaywright _playwright;

    private Browser(IPlaywright playwright, IBrowserContext context)
    {
        _playwright = playwright;
        Context = context;
    }

    public IBrowserContext Context { get; }

    /// <param name="profile">User data folder.</param>
    /// <param name="extension">Folder of the unpacked extension, or null for a browser without it.</param>
    /// <param name="environment">DISPLAY, PCSCLITE_CSOCK_NAME and the person's folders: the host inherits them.</param>
    /// <param name="localNames">Sites to be found on loopback, with whatever certificate they show.</param>
    /// <param name="policies">An administrator's policies, and a folder to keep them in.</param>
    public static async Task<Browser> StartAsync(
        string profile,
        string? extension,
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyList<string>? localNames = null,
        (string Folder, string Json)? policies = null)
    {
        var playwright = await Playwright.CreateAsync();
        string[] withExtension = extension is null ? [] : [$"--disable-extensions-except={extension}", $"--load-extension={extension}"];
        string[] withNames = localNames is not { Count: > 0 }
            ? []
            : [$"--host-resolver-rules={string.Join(", ", localNames.Select(name => $"MAP {name} 127.0.0.1"))}", "--ignore-certificate-errors"];
        var context = await playwright.Chromium.LaunchPersistentContextAsync(profile, new BrowserTypeLaunchPersistentContextOptions
        {
            ExecutablePath = policies is { } given ? ManagedBrowser.ForChromium(given.Folder, given.Json, Program) : Program,
            Headless = false,
            ChromiumSandbox = false,
            Env = environment,
            Locale = "en-GB",
            ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
            // Pages are kept for Back, as a person's Chromium does.
            IgnoreDefaultArgs = ["--disable-extensions", "--disable-back-forward-cache", .. policies is null ? Array.Empty<string>() : [NoBackgroundNetworking]],
            Args =
            [
                "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update",
                "--disable-sync", "--window-position=0,0", "--window-size=1280,900", .. withExtension, .. withNames, policies is null ? NoBackgroundNetworking : OnlyLoopback,
            ],
        });
        return new Browser(playwright, context);
    }

    /// <returns>The tab that the extension opens when it has been installed.</returns>
    public async Task<ChromiumTab> ExtensionTabAsync(CancellationToken cancellationToken)
    {
        IPage? page = null;
        await Wait.UntilAsync("the extension's own tab in Chromium", () => (page = Context.Pages.FirstOrDefault(IsExtensions)) is not null, cancellationToken);
        return new ChromiumTab(page!);
    }

    /// <summary>Stops the extension's worker, as Chromium does after 30 s without work.</summary>
    public async Task StopExtensionWorkerAsync()
    {
        var session = await Context.NewCDPSessionAsync(Context.Pages[0]);
        var targets = await session.SendAsync("Target.getTargets");
        var worker = targets!.Value.GetProperty("targetInfos").EnumerateArray().Single(t =>
            t.GetProperty("type").GetString() == "service_worker" && t.GetProperty("url").GetString()!.StartsWith("chrome-extension://", StringComparison.Ordinal));
        await session.SendAsync("Target.closeTarget", new Dictionary<string, object>(StringComparer.Ordinal) { ["targetId"] = worker.GetProperty("targetId").GetString()! });
        await session.DetachAsync();
    }

    private static bool IsExtensions(IPage page) => page.Url.StartsWith("chrome-extension://", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Context.CloseAsync();
        }
        catch (PlaywrightException e) when (e.Message.Contains("has been closed", StringComparison.Ordinal))
        {
            // With its last tab closed Chromium ends by itself, sometimes in this very moment.
        }

        _playwright.Dispose();
    }
}
