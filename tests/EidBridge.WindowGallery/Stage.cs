using System.Diagnostics;
using System.Globalization;

namespace EidBridge.WindowGallery;

/// <summary>A virtual screen with the real window on it, and hands to type with. GTK and its display are one per process, hence a child.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly Process _screen;
    private readonly Process _window;
    private readonly string _display;
    private readonly bool _onWine;
    private readonly Queue<string> _reported = new();

    private Stage(Process screen, Process window, string display, bool onWine)
    {
        _screen = screen;
        _window = window;
        _display = display;
        _onWine = onWine;
    }

    /// <summary>The gallery as <c>publish-gallery-windows</c> of build.cake leaves it.</summary>
    public static string PublishedForWindows => Path.Combine(RepositoryRoot(), "dist", "gallery", "win-x64", "EidBridge.WindowGallery.exe");

    /// <summary>Name of the virtual screen, as <c>DISPLAY</c> takes it.</summary>
    public string Display => _display;

    /// <param name="theme">A GTK theme such as <c>Adwaita:dark</c>.</param>
    public static async Task<Stage> OpenAsync(string theme = "Adwaita")
    {
        var program = Path.Combine(AppContext.BaseDirectory, "EidBridge.WindowGallery.dll");
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return await OpenAsync(dotnet, [program, "serve"], new() { ["GTK_THEME"] = theme, ["NO_AT_BRIDGE"] = "1" }, onWine: false);
    }

    /// <summary>The Win32 window.</summary>
    public static Task<Stage> OpenOnWineAsync(WinePrefix prefix) =>
        OpenAsync("wine", [PublishedForWindows, "serve"], prefix.Environment, onWine: true);

    /// <summary>Another window on the same screen, with a clock of its own; what the one before reported is dropped.</summary>
    public async Task RenewAsync()
    {
        await _window.StandardInput.WriteLineAsync("new");
        while (await ReadLineAsync() != "ready")
        {
        }

        _reported.Clear();
    }

    public async Task ShowAsync(string state, string language = "en")
    {
        await _window.StandardInput.WriteLineAsync($"show {state} {language}");
        await ExpectAsync("shown");
    }

    /// <summary>Moves the window's clock: its guard against hasty confirming hangs on it.</summary>
    public async Task AdvanceAsync(TimeSpan time)
    {
        await _window.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"advance {time.TotalMilliseconds:0}"));
        await ExpectAsync("advanced");
    }

    /// <summary>An exception on GTK's thread.</summary>
    public Task BreakAsync() => _window.StandardInput.WriteLineAsync("break");

    /// <returns>Role and name of everything a screen reader can find.</returns>
    public async Task<string[]> ReadTreeAsync()
    {
        await _window.StandardInput.WriteLineAsync("tree");
        return (await ReadLineAsync()).Split(" | ");
    }

    /// <returns>The next thing that the window reported.</returns>
    public async Task<string> ReadAsync() => _reported.TryDequeue(out var line) ? line : await ReadLineAsync();

    private async Task<string> ReadLineAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(_onWine ? 60 : 20));
        return await _window.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException("the window's process ended");
    }

    /// <returns>The id of the window once it is mapped, found by its title.</returns>
    public Task<string> FindWindowAsync() => RunAsync("xdotool", "search", "--sync", "--onlyvisible", "--name", "EidBridge");

    public Task FocusAsync(string window) => ActAsync("windowfocus", "--sync", window);

    public Task TypeAsync(string text) => ActAsync("type", "--delay", "5", text);

    public Task PressAsync(params string[] keys) => ActAsync(["key", "--delay", "5", .. keys]);

    /// <returns>The ids of the visible windows of this WM_CLASS, one a line.</returns>
    public Task<string> FindClassAsync(string name) => RunAsync("xdotool", "search", "--onlyvisible", "--classname", $"^{name}$");

    public Task SavePictureAsync(string window, string file) => RunAsync("import", "-window", window, file);

    /// <returns>How long the process took to end, and its exit code.</returns>
    public async Task<(TimeSpan Elapsed, int ExitCode)> QuitAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await _window.StandardInput.WriteLineAsync("quit");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _window.WaitForExitAsync(limit.Token);
        return (Stopwatch.GetElapsedTime(start), _window.ExitCode);
    }

    public TimeSpan CpuTime()
    {
        _window.Refresh();
        return _window.TotalProcessorTime;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { _window, _screen })
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Returns when the window has handled what was done, so that a command after it cannot overtake it.</summary>
    private async Task ActAsync(params string[] action)
    {
        await RunAsync("xdotool", action);
        if (_onWine)
        {
            // Win32Screen waits for it.
            await RunAsync("xdotool", "key", "F12");
        }

        await _window.StandardInput.WriteLineAsync("settle");
        string line;
        while ((line = await ReadLineAsync()) != "settled")
        {
            _reported.Enqueue(line);
        }
    }

    private static async Task<Stage> OpenAsync(string program, string[] arguments, Dictionary<string, string> environment, bool onWine)
    {
        var screen = Start("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], []);
        var number = await screen.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("Xvfb did not start");
        var display = $":{number}";
        environment["DISPLAY"] = display;
        return new Stage(screen, Start(program, arguments, environment), display, onWine);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EidBridge.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("EidBridge.sln is in no folder above this program");
    }

    private async Task ExpectAsync(string answer)
    {
        var line = await ReadLineAsync();
        if (line != answer)
        {
            throw new InvalidOperationException($"expected {answer}, the window said: {line}");
        }
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments, new() { ["DISPLAY"] = _display });
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}");
    }

    private static Process Start(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment.Remove("WAYLAND_DISPLAY");
        return Process.Start(start) ?? throw new InvalidOperationException(program);
    }
}
