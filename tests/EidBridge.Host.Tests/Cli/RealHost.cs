using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace EidBridge.Host.Tests.Cli;

/// <summary>The built program as a process of its own, with a copy of its folder, a home of its own, and pipes as a browser makes them.</summary>
internal sealed class RealHost : IAsyncDisposable
{
    public const string Caller = "chrome-extension://dglemegkjclfkhbdoafkohofiinneejo/";

    /// <summary>A host that neither speaks nor ends fails its test, and does not hold the others.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-test-");
    private Process? _process;

    public RealHost()
    {
        Directory.CreateDirectory(Program);
        ExecutableFile.Copy(Directory.EnumerateFiles(AppContext.BaseDirectory).Where(f => !f.EndsWith(".pdb", StringComparison.Ordinal)), Program);
    }

    public string Folder => _folder.FullName;

    public string Program => Path.Combine(_folder.FullName, "program");

    public Process Process => _process ?? throw new InvalidOperationException("not started");

    /// <summary>Everything the log holds.</summary>
    public string Log => File.ReadAllText(LogPath);

    public string LogPath => Path.Combine(_folder.FullName, "state", "eidbridge", "eidbridge-host.log");

    /// <summary>Of every process that is started from here on.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public void Configure(string json)
    {
        var file = Path.Combine(Program, "eidbridge-host.json");
        File.WriteAllText(file, json);
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public void Start(string[] args, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Path.Combine(Program, "eidbridge-host"), args)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["XDG_STATE_HOME"] = Path.Combine(_folder.FullName, "state");
        start.Environment["XDG_RUNTIME_DIR"] = Path.Combine(_folder.FullName, "run");
        start.Environment.Remove("DISPLAY");
        foreach (var (name, value) in Environment.Concat(environment.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))))
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
    }

    public Task SendAsync(string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        var frame = new byte[sizeof(uint) + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)body.Length);
        body.CopyTo(frame, sizeof(uint));
        return SendAsync(frame);
    }

    public async Task SendAsync(byte[] bytes)
    {
        await Process.StandardInput.BaseStream.WriteAsync(bytes).AsTask().WaitAsync(Limit);
        await Process.StandardInput.BaseStream.FlushAsync();
    }

    /// <returns>The next frame's text.</returns>
    public async Task<string> ReceiveAsync()
    {
        var length = new byte[sizeof(uint)];
        await Process.StandardOutput.BaseStream.ReadExactlyAsync(length).AsTask().WaitAsync(Limit);
        var body = new byte[BinaryPrimitives.ReadUInt32LittleEndian(length)];
        await Process.StandardOutput.BaseStream.ReadExactlyAsync(body).AsTask().WaitAsync(Limit);
        return Encoding.UTF8.GetString(body);
    }

    /// <returns>The exit code, after making sure that not one byte more was written.</returns>
    public async Task<int> EndAsync()
    {
        var rest = await Process.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        await Process.WaitForExitAsync().WaitAsync(Limit);
        Assert.AreEqual("", rest, "bytes on stdout after the last frame");
        return Process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }
}
