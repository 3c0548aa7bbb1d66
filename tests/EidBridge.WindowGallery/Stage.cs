using System.Diagnostics;
using System.Globalization;

namespace EidBridge.WindowGallery;

/// <summary>A virtual screen with the real window on it, and hands to type with. GTK and its display are one per process, hence a child.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly VirtualScreen _screen;
    private readonly Process _window;
    private readonly bool _onWine;
    private readonly Queue<string> _reported = new();

    private Stage(VirtualScreen screen, Process window, bool onWine)
    {
        _screen = screen;
        _window = window;
        _onWine = onWine;
    }

    /// <summary>The gallery as <c>publish-gallery-windows</c> of build.cake leaves it.</summary>
    public static string PublishedForWindows => Path.Combine(DistFolder, "gallery", "win-x64", "EidBridge.WindowGallery.exe");

    /// <summary>Where build.cake publishes to.</summary>
    public static string DistFolder => Path.Combine(RepositoryRoot(), "dist");

    /// <summary>Name of the virtual screen, as <c>DISPLAY</c> takes it.</summary>
    public string Display => _screen.Display;

    /// <param name="theme">A GTK theme such as <c>Adwaita:dark</c>.</param>
    /// <param name="scale">2 for a screen with twice as many pixels.</param>
    /// <param name="bus">Where a screen reader finds the window; null for none.</param>
    /// <param name="stubborn">The desktop lets no window come to the front by itself.</param>
    public static async Task<Stage> OpenAsync(string theme = "Adwaita", int scale = 1, AccessibilityBus? bus = null, bool stubborn = false)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "EidBridge.WindowGallery.dll");
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var screen = await VirtualScreen.OpenAsync(scale);
        Dictionary<string, string> environment = new()
        {
            ["DISPLAY"] = screen.Display,
            ["GTK_THEME"] = theme,
            ["GDK_SCALE"] = scale.ToString(CultureInfo.InvariantCulture),
            [bus is null ? "NO_AT_BRIDGE" : "DBUS_SESSION_BUS_ADDRESS"] = bus?.Address ?? "1",
        };
        return new Stage(screen, VirtualScreen.Start(dotnet, stubborn ? [program, "serve", "stubborn"] : [program, "serve"], environment), onWine: false);
    }

    /// <summary>The Win32 window.</summary>
    public static Stage OpenOnWine(WinePrefix prefix) =>
        new(prefix.Screen, VirtualScreen.Start("wine", [PublishedForWindows, "serve"], prefix.Environment), onWine: true);

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

    /// <summary>Whether a task bar would show that the window asks for attention.</summary>
    public async Task<bool> AsksForAttentionAsync(string window)
    {
        await _window.StandardInput.WriteLineAsync($"urgent {window}");
        return await ReadLineAsync() == "urgent";
    }

    /// <returns>The next thing that the window reported.</returns>
    public async Task<string> ReadAsync() => _reported.TryDequeue(out var line) ? line : await ReadLineAsync();

    private async Task<string> ReadLineAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(_onWine ? 60 : 20));
        return await _window.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException("the window's process ended");
    }

    /// <returns>The id of the window once it is mapped, found by its title.</returns>
    public Task<string> FindWindowAsync() => _screen.RunAsync("xdotool", "search", "--sync", "--onlyvisible", "--name", "EidBridge");

    public Task FocusAsync(string window) => ActAsync("windowfocus", "--sync", window);

    /// <summary>Another window is in front for a moment.</summary>
    public async Task LeaveAsync()
    {
        await _window.StandardInput.WriteLineAsync("leave");
        await ExpectAsync("returned");
    }

    /// <summary>The keyboard goes to whatever is below the pointer, as when the person turns to something else.</summary>
    public Task LookAwayAsync() => ActAsync("windowfocus", "1");

    public Task TypeAsync(string text) => ActAsync("type", "--delay", "5", text);

    public Task PressAsync(params string[] keys) => ActAsync(["key", "--delay", "5", .. keys]);

    /// <returns>The ids of the visible windows of this WM_CLASS, one a line.</returns>
    public Task<string> FindClassAsync(string name) => _screen.RunAsync("xdotool", "search", "--onlyvisible", "--classname", $"^{name}$");

    public Task SavePictureAsync(string window, string file) => _screen.RunAsync("import", "-window", window, file);

    /// <returns>How long the process took to end, and its exit code.</returns>
    public async Task<(TimeSpan Elapsed, int ExitCode)> QuitAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await _window.StandardInput.WriteLineAsync("quit");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _window.WaitForExitAsync(limit.Token);
        return (Stopwatch.GetElapsedTime(start), _window.ExitCode);
    }

    /// <summary>Process id of the window's program.</summary>
    public int ProcessId => _window.Id;

    public TimeSpan CpuTime()
    {
        _window.Refresh();
        return _window.TotalProcessorTime;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_window.HasExited)
        {
            _window.Kill();
        }

        await _window.WaitForExitAsync();
        _window.Dispose();
        if (!_onWine)
        {
            await _screen.DisposeAsync();
        }
    }

    /// <summary>Returns when the window has handled what was done, so that a command after it cannot overtake it.</summary>
    private async Task ActAsync(params string[] action)
    {
        await _screen.RunAsync("xdotool", action);
        if (_onWine)
        {
            // Win32Screen waits for it.
            await _screen.RunAsync("xdotool", "key", "F12");
        }

        await _window.StandardInput.WriteLineAsync("settle");
        string line;
        while ((line = await ReadLineAsync()) != "settled")
        {
            _reported.Enqueue(line);
        }
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
}
