using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using EidBridge.Demo;
using EidBridge.VirtualCard;

namespace EidBridge.EndToEnd.Tests;

/// <summary>The published host's memory after a PIN was used, byte for byte, as somebody with every right would read it.</summary>
[TestClass]
[DoNotParallelize]
public sealed partial class MemoryTests : OnStage
{
    private const int Limit = 90_000;
    private const string Pin = "739158264051";

    private static readonly (string What, byte[] Bytes)[] Secrets =
    [
        ("the digits", Encoding.ASCII.GetBytes(Pin)),
        ("eight of the digits", Encoding.ASCII.GetBytes(Pin[..8])),
        ("the digits in UTF-16", Encoding.Unicode.GetBytes(Pin)),
        ("the digits in UTF-32", Encoding.UTF32.GetBytes(Pin)),
        ("the PIN block", Convert.FromHexString($"2C{Pin}FF")),
        ("the digits of the PIN block", Convert.FromHexString(Pin)),
    ];

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task AfterALogin_NeitherTheDigitsNorTheBlockAreLeft()
    {
        await SetAsync(new StageOptions { WithBrowser = false, WithServer = false, Pin = Pin, Applet = Applet.V17 });
        using var host = StartWithAFullPipe();
        await AskAsync(host);
        var window = await Stage.Display.WaitForHostWindowAsync(CancellationToken);
        await Stage.WaitForCardAsync(c => c.Apdus >= 13, CancellationToken);
        await Stage.Display.TypeAsync(window, Pin, CancellationToken);
        var typed = Find(host.Id);
        Assert.IsNotEmpty(typed, "the search finds what is being typed, or it would find nothing ever");
        Assert.AreEqual(string.Empty, string.Join(", ", typed.Where(place => !IsLocked(host.Id, place.From))), "in memory that may be written to a swap file");

        await Stage.Display.PressAsync(window, "Return", CancellationToken);
        await WaitForLogOffAsync();
        await WaitUntilItWritesAsync(host);

        Assert.AreEqual(string.Empty, string.Join(", ", Find(host.Id)));
        Assert.Contains("Max core file size        0 ", await File.ReadAllTextAsync($"/proc/{host.Id}/limits", CancellationToken));
        await EndAsync(host);
    }

    /// <summary>The answer does not fit into the pipe and nobody reads it: the host is there for up to 10 s after the login.</summary>
    private Process StartWithAFullPipe()
    {
        const int SetPipeSize = 1031;
        var info = new ProcessStartInfo(Stage.HostProgram!, ["chrome-extension://dglemegkjclfkhbdoafkohofiinneejo/"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in Stage.PersonEnvironment)
        {
            info.Environment[name] = value;
        }

        var process = Process.Start(info)!;
        Assert.IsGreaterThan(0, Control((int)((PipeStream)process.StandardOutput.BaseStream).SafePipeHandle.DangerousGetHandle(), SetPipeSize, 4096));
        return process;
    }

    private static async Task AskAsync(Process host)
    {
        var nonce = Convert.ToBase64String(new byte[32]);
        var json = $$$"""
            {"command":"authenticate","arguments":{"challengeNonce":"{{{nonce}}}","origin":"https://portal.example","eidbridge":{"tokenFormat":"web-eid:1.1","progress":true} } }
            """;
        var body = Encoding.UTF8.GetBytes(json);
        await host.StandardInput.BaseStream.WriteAsync((byte[])[.. BitConverter.GetBytes(body.Length), .. body]);
        await host.StandardInput.BaseStream.FlushAsync();
    }

    private Task WaitForLogOffAsync() =>
        Wait.UntilAsync("the card's LOG OFF", async ct => (await Stage.Card.LogAsync(ct))[^1].Name == "LOG OFF", CancellationToken);

    /// <summary>A thread of the host sleeps in write(2): the window is closed, the reply is made, and nobody takes it.</summary>
    private async Task WaitUntilItWritesAsync(Process host)
    {
        await Wait.UntilAsync("a host that writes into a full pipe, or ends", () => host.HasExited || Tasks(host).Any(SleepsInWrite), CancellationToken);
        Assert.IsFalse(host.HasExited, "the answer fitted into the pipe");
    }

    private static string[] Tasks(Process process) => Directory.GetDirectories($"/proc/{process.Id}/task");

    private static bool SleepsInWrite(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "wchan")) is "pipe_write" or "anon_pipe_write";
        }
        catch (IOException)
        {
            // The thread has ended meanwhile.
            return false;
        }
    }

    private async Task EndAsync(Process host)
    {
        host.StandardInput.Close();
        await host.StandardOutput.ReadToEndAsync(CancellationToken);
        await host.WaitForExitAsync(CancellationToken);
    }

    /// <summary>As proc(5) tells it in smaps: the mapping that begins there is locked.</summary>
    private static bool IsLocked(int process, long from)
    {
        var begins = from.ToString("x8", CultureInfo.InvariantCulture) + "-";
        return File.ReadLines($"/proc/{process}/smaps").SkipWhile(line => !line.StartsWith(begins, StringComparison.Ordinal))
            .First(line => line.StartsWith("VmFlags:", StringComparison.Ordinal)).Split(' ').Contains("lo", StringComparer.Ordinal);
    }

    /// <summary>Looks through every readable and writable page of the process.</summary>
    private static List<Place> Find(int process)
    {
        var found = new List<Place>();
        using var memory = File.OpenHandle($"/proc/{process}/mem");
        foreach (var line in File.ReadAllLines($"/proc/{process}/maps").Where(line => line.Split(' ')[1].StartsWith("rw", StringComparison.Ordinal)))
        {
            var ends = line.Split(' ')[0].Split('-').Select(end => Convert.ToInt64(end, 16)).ToArray();
            var bytes = ReadPages(memory, ends[0], ends[1]);
            found.AddRange(Secrets.Where(secret => bytes.AsSpan().IndexOf(secret.Bytes) >= 0).Select(secret => new Place(secret.What, ends[0], line)));
        }

        return found;
    }

    private static byte[] ReadPages(Microsoft.Win32.SafeHandles.SafeFileHandle memory, long from, long to)
    {
        var bytes = new byte[to - from];
        try
        {
            var read = 0;
            while (read < bytes.Length && RandomAccess.Read(memory, bytes.AsSpan(read), from + read) is > 0 and var more)
            {
                read += more;
            }
        }
        catch (IOException)
        {
            // A page that nobody may read, such as a device's.
        }

        return bytes;
    }

    /// <param name="From">Where the mapping begins.</param>
    private sealed record Place(string What, long From, string Mapping);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int file, int command, int value);
}
