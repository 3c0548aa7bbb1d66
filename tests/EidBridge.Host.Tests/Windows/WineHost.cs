using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using EidBridge.WindowGallery;

namespace EidBridge.Host.Tests.Windows;

/// <summary>The published Windows program under wine, in a Windows folder of its own, with pipes as a browser makes them.</summary>
internal sealed class WineHost : IAsyncDisposable
{
    public const string Folder = @"C:\Program Files\EidBridge";
    public const string Path = $@"{Folder}\eidbridge-host.exe";
    public const string Caller = "chrome-extension://dglemegkjclfkhbdoafkohofiinneejo/";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly CancellationTokenSource _limit = new(Limit);

    private WineHost(Process process) => _process = process;

    /// <summary>As <c>publish-host-windows</c> of build.cake leaves it.</summary>
    public static string Published => System.IO.Path.Combine(Stage.DistFolder, "host", "win-x64");

    /// <summary>The program's folder as Linux sees it; its files are links to what was published.</summary>
    public static string Place(WinePrefix prefix)
    {
        var folder = System.IO.Path.Combine(prefix.DiskC, "Program Files", "EidBridge");
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            foreach (var file in Directory.EnumerateFiles(Published))
            {
                File.CreateSymbolicLink(System.IO.Path.Combine(folder, System.IO.Path.GetFileName(file)), file);
            }
        }

        return folder;
    }

    public static WineHost Start(WinePrefix prefix, string[] arguments, string? directory = null)
    {
        var start = new ProcessStartInfo("wine", [Path, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = directory ?? string.Empty,
        };
        foreach (var (name, value) in prefix.Environment)
        {
            start.Environment[name] = value;
        }

        return new WineHost(Process.Start(start)!);
    }

    public async Task SendAsync(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        var frame = new byte[sizeof(uint) + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)body.Length);
        body.CopyTo(frame, sizeof(uint));
        await _process.StandardInput.BaseStream.WriteAsync(frame, _limit.Token);
        await _process.StandardInput.BaseStream.FlushAsync(_limit.Token);
    }

    /// <summary>The browser gave up.</summary>
    public void EndInput() => _process.StandardInput.Close();

    /// <returns>The next frame's text.</returns>
    public async Task<string> ReceiveAsync()
    {
        var length = new byte[sizeof(uint)];
        await _process.StandardOutput.BaseStream.ReadExactlyAsync(length, _limit.Token);
        var body = new byte[BinaryPrimitives.ReadUInt32LittleEndian(length)];
        await _process.StandardOutput.BaseStream.ReadExactlyAsync(body, _limit.Token);
        return Encoding.UTF8.GetString(body);
    }

    /// <returns>Exit code, and what was written after the last frame that was read.</returns>
    public async Task<(int ExitCode, string Left)> EndAsync()
    {
        var rest = await _process.StandardOutput.ReadToEndAsync(_limit.Token);
        await _process.WaitForExitAsync(_limit.Token);
        return (_process.ExitCode, rest);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _limit.Dispose();
    }
}
