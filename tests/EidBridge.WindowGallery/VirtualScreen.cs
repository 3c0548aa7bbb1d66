using System.Diagnostics;
using System.Globalization;

namespace EidBridge.WindowGallery;

/// <summary>An X server in memory, and programs that act on it.</summary>
internal sealed class VirtualScreen : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly Process _server;

    private VirtualScreen(Process server, string display) => (_server, Display) = (server, display);

    /// <summary>As <c>DISPLAY</c> takes it.</summary>
    public string Display { get; }

    /// <param name="scale">2 for twice as many pixels each way.</param>
    public static async Task<VirtualScreen> OpenAsync(int scale = 1)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"{1280 * scale}x{1024 * scale}x24");

        // Xvfb itself chooses a free display and says which.
        var server = Start("Xvfb", ["-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp", "-noreset"], []);
        var number = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("Xvfb did not start");
        return new VirtualScreen(server, $":{number}");
    }

    public static Process Start(string program, string[] arguments, Dictionary<string, string> environment)
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

    /// <returns>What the program wrote.</returns>
    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments, new() { ["DISPLAY"] = Display });
        using var limit = new CancellationTokenSource(Limit);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_server.HasExited)
        {
            _server.Kill();
        }

        await _server.WaitForExitAsync();
        _server.Dispose();
    }
}
