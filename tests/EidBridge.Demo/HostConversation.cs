using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace EidBridge.Demo;

/// <summary>Plays the browser to a host: starts it, reads frames, writes frames.</summary>
public sealed class HostConversation : IAsyncDisposable
{
    /// <summary>Origin of the unpacked extension in Chromium, with its slash.</summary>
    public static string Caller { get; } = $"chrome-extension://{ReadDevelopmentId()}/";

    /// <summary>Half of the person's time: nobody is waited for that long here.</summary>
    private static readonly TimeSpan FrameLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private HostConversation(Process process, TimeSpan started)
    {
        _process = process;
        FirstFrame = started;
    }

    /// <summary>From the start of the process to its first whole frame.</summary>
    public TimeSpan FirstFrame { get; }

    /// <summary>Resident memory now, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>What the host has used of the processor until now.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<HostConversation> StartAsync(string program, IReadOnlyDictionary<string, string>? environment = null)
    {
        var info = new ProcessStartInfo(program, [Caller]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            info.Environment[name] = value;
        }

        var begin = Stopwatch.GetTimestamp();
        var process = Process.Start(info) ?? throw new StageException($"{program} did not start");
        await ReadFrameAsync(process.StandardOutput.BaseStream);
        return new HostConversation(process, Stopwatch.GetElapsedTime(begin));
    }

    public async Task SendAsync(object message)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(message);
        var frame = new byte[sizeof(uint) + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)body.Length);
        body.CopyTo(frame, sizeof(uint));
        await _process.StandardInput.BaseStream.WriteAsync(frame);
        await _process.StandardInput.BaseStream.FlushAsync();
    }

    public async Task<JsonElement> ReceiveAsync() =>
        JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(await ReadFrameAsync(_process.StandardOutput.BaseStream)));

    /// <summary>Reads progress frames until the host is in that state.</summary>
    public async Task ReceiveStateAsync(string state)
    {
        while ((await ReceiveAsync()).GetProperty("progress").GetProperty("state").GetString() != state)
        {
            // Told on the way there.
        }
    }

    /// <summary>Reads past progress frames to the one answer.</summary>
    public async Task<JsonElement> ReceiveAnswerAsync()
    {
        while (true)
        {
            var frame = await ReceiveAsync();
            if (!frame.TryGetProperty("progress", out _))
            {
                return frame;
            }
        }
    }

    /// <summary>Ends the input, as a browser does that goes away.</summary>
    /// <returns>The exit code, and how long the host took to be gone.</returns>
    public async Task<(int ExitCode, TimeSpan Took)> EndInputAsync(CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken);
        return (_process.ExitCode, Stopwatch.GetElapsedTime(begin));
    }

    /// <summary>Ends the host as kill -9 does.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            if (!_process.HasExited)
            {
                await EndInputAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            throw new StageException($"The host was still there {StopLimit.TotalSeconds} s after the end of its input");
        }
        finally
        {
            _process.Dispose();
        }
    }

    private static string ReadDevelopmentId()
    {
        using var ids = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "manifests", "ids.json")));
        return ids.RootElement.GetProperty("chromiumDevelopmentId").GetString()!;
    }

    private static async Task<byte[]> ReadFrameAsync(Stream stream)
    {
        try
        {
            return await ReadAsync(stream).WaitAsync(FrameLimit);
        }
        catch (TimeoutException e)
        {
            throw new StageException($"The host has not said a frame within {FrameLimit.TotalSeconds} s", e);
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        var length = new byte[sizeof(uint)];
        await stream.ReadExactlyAsync(length);
        var body = new byte[BinaryPrimitives.ReadUInt32LittleEndian(length)];
        await stream.ReadExactlyAsync(body);
        return body;
    }
}
