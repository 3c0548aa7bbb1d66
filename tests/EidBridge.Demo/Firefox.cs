using System.Diagnostics;
using System.Text.Json;

namespace EidBridge.Demo;

/// <summary>A real Firefox ESR with a profile of its own, driven by WebDriver BiDi.</summary>
public sealed class Firefox : IAsyncDisposable
{
    private const string Program = "/usr/bin/firefox-esr";
    private const string Announcement = "WebDriver BiDi listening on ";
    private const string ExtensionFolder = "0b6e1c1d-6d0e-4b7a-9a51-0e1d6b1d9e00";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly BidiConnection _connection;

    private Firefox(Process process, BidiConnection connection)
    {
        _process = process;
        _connection = connection;
    }

    /// <summary>Origin of the extension, with its slash. Firefox draws a random one for each profile, unless it is told.</summary>
    public static string ExtensionOrigin => $"moz-extension://{ExtensionFolder}/";

    /// <param name="profile">Folder of the profile.</param>
    /// <param name="extension">Folder of the unpacked extension, or null for a browser without it (or with one that policy brings).</param>
    /// <param name="environment">DISPLAY, HOME (where the host is registered), PCSCLITE_CSOCK_NAME: the host inherits them.</param>
    /// <param name="settings">Further lines of <c>user.js</c>.</param>
    /// <param name="launcher">Words before the program's own, such as those of <c>unshare</c>.</param>
    public static async Task<Firefox> StartAsync(
        string profile,
        string? extension,
        IReadOnlyDictionary<string, string> environment,
        IEnumerable<string>? settings,
        IReadOnlyList<string>? launcher,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(profile);
        await File.WriteAllLinesAsync(Path.Combine(profile, "user.js"), [.. Quiet, .. settings ?? []], cancellationToken);
        // Pages of extensions count as the browser's own: without system access BiDi does not go there.
        string[] remote = ["--remote-debugging-port=0", "--remote-allow-system-access"];
        string[] command = [.. launcher ?? [], Program, "--no-remote", "--profile", profile, .. remote, "--width=1280", "--height=860", "about:blank"];
        var process = Process.Start(ChildProcess.Describe(command[0], command[1..], environment)) ?? throw new StageException("Firefox did not start");
        try
        {
            var connection = await ConnectAsync(process, cancellationToken);
            var firefox = new Firefox(process, connection);
            await connection.SendAsync("session.new", new { capabilities = new { alwaysMatch = new { acceptInsecureCerts = true } } }, cancellationToken);
            if (extension is not null)
            {
                await connection.SendAsync("webExtension.install", new { extensionData = new { type = "path", path = extension } }, cancellationToken);
            }

            return firefox;
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <returns>The tab that Firefox opened with.</returns>
    public async Task<FirefoxTab> FirstTabAsync(CancellationToken cancellationToken)
    {
        var tree = await _connection.SendAsync("browsingContext.getTree", new { }, cancellationToken);
        return new FirefoxTab(_connection, tree.GetProperty("contexts")[0].GetProperty("context").GetString()!);
    }

    /// <returns>The tab that the extension opens when it has been installed.</returns>
    public async Task<FirefoxTab> ExtensionTabAsync(CancellationToken cancellationToken)
    {
        string? id = null;
        await Wait.UntilAsync("the extension's own tab in Firefox", async ct => (id = await FindExtensionTabAsync(ct)) is not null, cancellationToken);
        // Its address is there before its document, which is what the extension's functions belong to.
        var tab = new FirefoxTab(_connection, id!);
        await tab.WaitUntilAsync("typeof chrome !== 'undefined' && document.readyState === 'complete'", cancellationToken);
        return tab;
    }

    public async Task<FirefoxTab> NewTabAsync(CancellationToken cancellationToken)
    {
        var made = await _connection.SendAsync("browsingContext.create", new { type = "tab" }, cancellationToken);
        return new FirefoxTab(_connection, made.GetProperty("context").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _connection.SendAsync("browser.close", new { }, limit.Token);
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (Exception e) when (e is StageException or OperationCanceledException or System.Net.WebSockets.WebSocketException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await _connection.DisposeAsync();
        _process.Dispose();
    }

    private async Task<string?> FindExtensionTabAsync(CancellationToken cancellationToken)
    {
        var tree = await _connection.SendAsync("browsingContext.getTree", new { }, cancellationToken);
        return tree.GetProperty("contexts").EnumerateArray()
            .Where(context => context.GetProperty("url").GetString()!.StartsWith("moz-extension:", StringComparison.Ordinal))
            .Select(context => context.GetProperty("context").GetString())
            .FirstOrDefault();
    }

    // Nothing of a first start, nothing over the network, and file names as they are.
    private static IEnumerable<string> Quiet =>
    [
        Pref("browser.shell.checkDefaultBrowser", false),
        Pref("browser.aboutwelcome.enabled", false),
        Pref("browser.startup.homepage_override.mstone", "ignore"),
        Pref("datareporting.policy.dataSubmissionEnabled", false),
        Pref("toolkit.telemetry.enabled", false),
        Pref("app.update.disabledForTesting", true),
        Pref("extensions.update.enabled", false),
        Pref("network.captive-portal-service.enabled", false),
        Pref("network.connectivity-service.enabled", false),
        Pref("services.settings.server", "data:,"),
        Pref("browser.safebrowsing.malware.enabled", false),
        Pref("browser.safebrowsing.phishing.enabled", false),
        Pref("browser.tabs.warnOnClose", false),
        Pref("dom.security.https_first", false),
        Pref("privacy.reduceTimerPrecision", false),
        Pref("intl.accept_languages", "en-GB"),
        Pref("extensions.webextensions.uuids", $$"""{"eidbridge@eidbridge.be":"{{ExtensionFolder}}"}"""),
    ];

    /// <returns>A line for <c>user.js</c>.</returns>
    public static string Pref(string name, object value) => $"user_pref({JsonSerializer.Serialize(name)}, {JsonSerializer.Serialize(value)});";

    /// <summary>Firefox chooses a free port and says it on its standard error, where it goes on talking.</summary>
    private static async Task<BidiConnection> ConnectAsync(Process process, CancellationToken cancellationToken)
    {
        var announced = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(Announcement, StringComparison.Ordinal) == true)
            {
                announced.TrySetResult(line.Data[Announcement.Length..]);
            }
        };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var address = await announced.Task.WaitAsync(StartLimit, cancellationToken);
        return await BidiConnection.OpenAsync(new Uri(address + "/session"), cancellationToken);
    }
}
