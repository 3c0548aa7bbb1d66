using System.Diagnostics;
using System.Globalization;

namespace EidBridge.Demo;

/// <summary>An X server in memory, with what a person at it can do to the host's window: look, type, press.</summary>
public sealed class VirtualDisplay : IAsyncDisposable
{
    private const string HostWindow = "eidbridge-host";
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan WindowLimit = TimeSpan.FromSeconds(20);

    private readonly Process? _server;

    private VirtualDisplay(Process? server, IReadOnlyDictionary<string, string> environment)
    {
        _server = server;
        Environment = environment;
    }

    public IReadOnlyDictionary<string, string> Environment { get; }

    public static async Task<VirtualDisplay> StartAsync(CancellationToken cancellationToken)
    {
        // Xvfb itself chooses a free display and says which on its standard output.
        var info = ChildProcess.Describe("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"], null);
        var server = Process.Start(info) ?? throw new StageException("Xvfb did not start");
        server.ErrorDataReceived += (_, _) => { };
        server.BeginErrorReadLine();
        var number = await server.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new StageException("Xvfb named no display");
        return new VirtualDisplay(server, new Dictionary<string, string>(StringComparer.Ordinal) { ["DISPLAY"] = $":{number}" });
    }

    /// <returns>The display this program was started on, or null when there is none.</returns>
    public static VirtualDisplay? OfThisPerson()
    {
        string[] names = ["DISPLAY", "XAUTHORITY"];
        var environment = names.Select(name => (Name: name, Value: System.Environment.GetEnvironmentVariable(name)))
            .Where(pair => !string.IsNullOrEmpty(pair.Value)).ToDictionary(pair => pair.Name, pair => pair.Value!, StringComparer.Ordinal);
        return environment.ContainsKey("DISPLAY") ? new VirtualDisplay(server: null, environment) : null;
    }

    /// <summary>Waits until the host's window is there.</summary>
    /// <returns>Its X window id.</returns>
    public async Task<string> WaitForHostWindowAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(WindowLimit);
        try
        {
            // xdotool's own --sync looks only twice a second.
            while (true)
            {
                if (await FindHostWindowAsync(limit.Token) is { } window)
                {
                    return window;
                }

                await Task.Delay(BetweenLooks, limit.Token);
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StageException($"The host's window did not come within {WindowLimit.TotalSeconds} s", e);
        }
    }

    /// <returns>Process id of the program whose window it is.</returns>
    public async Task<int> ProcessOfAsync(string window, CancellationToken cancellationToken) =>
        int.Parse(await XdotoolAsync(["getwindowpid", window], cancellationToken), CultureInfo.InvariantCulture);

    /// <summary>Types as a person does: 250 ms a key. Four of them outlast the window's guard against a stray Enter (500 ms).</summary>
    public async Task TypeAsync(string window, string digits, CancellationToken cancellationToken)
    {
        await FocusAsync(window, cancellationToken);
        await XdotoolAsync(["type", "--delay", "250", digits], cancellationToken);
    }

    /// <param name="key">An X keysym name, for example <c>Return</c> or <c>Escape</c>.</param>
    public async Task PressAsync(string window, string key, CancellationToken cancellationToken)
    {
        await FocusAsync(window, cancellationToken);
        await XdotoolAsync(["key", key], cancellationToken);
    }

    /// <summary>Agrees as a person does who reads first: the window's guard against a stray Enter (500 ms) is over, then Tab and Enter.</summary>
    public async Task AgreeAsync(string window, CancellationToken cancellationToken)
    {
        await FocusAsync(window, cancellationToken);
        await XdotoolAsync(["key", "--delay", "250", "Control_L", "Control_L", "Control_L", "Tab", "Return"], cancellationToken);
    }

    /// <summary>Puts a browser before all others, as a person does who goes to it.</summary>
    public Task BringToFrontAsync(BrowserKind browser, CancellationToken cancellationToken) =>
        XdotoolAsync(["search", "--onlyvisible", "--class", browser == BrowserKind.Firefox ? "firefox" : "chromium", "windowraise", "windowfocus"], cancellationToken);

    public Task ScreenshotAsync(string file, CancellationToken cancellationToken, string window = "root") =>
        ChildProcess.RunAsync("import", ["-window", window, file], Environment, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false })
        {
            _server.Kill();
            await _server.WaitForExitAsync();
        }

        _server?.Dispose();
    }

    private async Task<string?> FindHostWindowAsync(CancellationToken cancellationToken)
    {
        // A search that finds nothing ends with 1.
        var search = ChildProcess.Start("xdotool", ["search", "--onlyvisible", "--class", HostWindow], Environment);
        await using (search)
        {
            await search.WaitForExitAsync(cancellationToken);
            return search.Output.Split('\n').FirstOrDefault(line => line.Length > 0 && line.All(char.IsAsciiDigit));
        }
    }

    private Task<string> FocusAsync(string window, CancellationToken cancellationToken) =>
        XdotoolAsync(["windowfocus", "--sync", window], cancellationToken);

    private Task<string> XdotoolAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        ChildProcess.RunAsync("xdotool", arguments, Environment, cancellationToken);
}
