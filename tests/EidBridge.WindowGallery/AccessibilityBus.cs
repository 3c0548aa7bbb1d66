using System.Diagnostics;

namespace EidBridge.WindowGallery;

/// <summary>A session bus of its own with AT-SPI on it, and a screen reader that asks there. Programs that are started with <see cref="Address"/> are found by it.</summary>
internal sealed class AccessibilityBus : IAsyncDisposable
{
    // Debian's own: the bindings (python3-gi, gir1.2-atspi-2.0) are its packages.
    private const string Python = "/usr/bin/python3";
    private const string Launcher = "/usr/libexec/at-spi-bus-launcher";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Process _session;
    private readonly Process _launcher;

    private AccessibilityBus(Process session, Process launcher, string address) => (_session, _launcher, Address) = (session, launcher, address);

    /// <summary>As <c>DBUS_SESSION_BUS_ADDRESS</c> takes it.</summary>
    public string Address { get; }

    public static async Task<AccessibilityBus> OpenAsync()
    {
        var session = Start("dbus-daemon", ["--session", "--nofork", "--nopidfile", "--print-address=1"], address: null);
        var address = await session.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("dbus-daemon did not start");
        return new AccessibilityBus(session, Start(Launcher, ["--launch-immediately"], address), address);
    }

    /// <returns><c>role: name [states]</c> of everything that is visible, <c>described: …</c> after it where there is more to say, and <c>typed: …</c> after a password field.</returns>
    public async Task<string[]> ReadAsync() => (await RunAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Presses a button as assistive technology does, without keyboard or mouse.</summary>
    public Task PressAsync(string button) => RunAsync("press", button);

    public async ValueTask DisposeAsync()
    {
        // The launcher ends with its session, and what it started with it.
        _session.Kill();
        await _session.WaitForExitAsync();
        using var limit = new CancellationTokenSource(Limit);
        await _launcher.WaitForExitAsync(limit.Token);
        _session.Dispose();
        _launcher.Dispose();
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        using var reader = Start(Python, [Path.Combine(AppContext.BaseDirectory, "read-screen.py"), .. arguments], Address);
        using var limit = new CancellationTokenSource(Limit);
        var output = await reader.StandardOutput.ReadToEndAsync(limit.Token);
        await reader.WaitForExitAsync(limit.Token);
        return reader.ExitCode == 0 ? output : throw new InvalidOperationException($"read-screen.py: exit code {reader.ExitCode}");
    }

    private static Process Start(string program, string[] arguments, string? address)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment.Remove("AT_SPI_BUS_ADDRESS");
        start.Environment.Remove("DISPLAY");
        if (address is not null)
        {
            start.Environment["DBUS_SESSION_BUS_ADDRESS"] = address;
        }

        return Process.Start(start) ?? throw new InvalidOperationException(program);
    }
}
