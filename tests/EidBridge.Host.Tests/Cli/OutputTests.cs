using System.Diagnostics;

namespace EidBridge.Host.Tests.Cli;

/// <summary>The built program's standard output: nobody but the protocol writes there, and a browser that does not read is not waited for.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class OutputTests
{
    private const string Status = """{"command":"status","arguments":{}}""";
    private readonly RealHost _host = new();

    public required TestContext TestContext { get; set; }

    [TestCleanup]
    public async Task Clean() => await _host.DisposeAsync();

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task StrayLine_ReachesAPersonsTerminal_AndNoBrowser()
    {
        var settings = Path.Combine(_host.Program, "eidbridge-host.runtimeconfig.json");
        var allowed = (await File.ReadAllTextAsync(settings, TestContext.CancellationToken))
            .Replace("\"System.StartupHookProvider.IsSupported\": false", "\"System.StartupHookProvider.IsSupported\": true", StringComparison.Ordinal);
        await File.WriteAllTextAsync(settings, allowed, TestContext.CancellationToken);
        _host.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        _host.Start(["version"]);
        Assert.EndsWith($"{StartupHook.Line}\n", await _host.Process.StandardOutput.ReadToEndAsync(TestContext.CancellationToken), "the hook speaks");

        await AskAsync(Status);

        Assert.Contains("\"pcsc-unavailable\"", await _host.ReceiveAsync());
        Assert.AreEqual(0, await _host.EndAsync());
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task BrowserThatDoesNotRead_EndsTheHostWith4_AfterTheLimit()
    {
        await AskAsync(Status, FillOutputAsync);
        var begun = Stopwatch.GetTimestamp();

        await _host.Process.WaitForExitAsync(TestContext.CancellationToken);

        Assert.AreEqual(4, _host.Process.ExitCode);
        Assert.IsInRange(TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(15), Stopwatch.GetElapsedTime(begun));
    }

    [TestMethod]
    [DoNotParallelize]
    [DataRow(Status)]
    [DataRow("""{"command":"quit","arguments":{}}""")]
    [DataRow("""{"command":"nonsense","arguments":{}}""")]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task BrowserThatDoesNotRead_AndLeaves_EndsTheHostWithinASecond(string request)
    {
        await AskAsync(request, FillOutputAsync);
        while (!Directory.GetDirectories($"/proc/{_host.Process.Id}/task").Any(SleepsInWrite))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.CancellationToken);
        }

        var begun = Stopwatch.GetTimestamp();
        _host.Process.StandardInput.Close();

        await _host.Process.WaitForExitAsync(TestContext.CancellationToken);
        Assert.AreEqual(0, _host.Process.ExitCode);
        Assert.IsLessThan(TimeSpan.FromSeconds(1), Stopwatch.GetElapsedTime(begun));
    }

    private async Task AskAsync(string request, Func<Task>? beforehand = null)
    {
        _host.Start([RealHost.Caller], ("PCSCLITE_CSOCK_NAME", Path.Combine(_host.Folder, "nobody-listens")));
        await _host.ReceiveAsync();
        await (beforehand?.Invoke() ?? Task.CompletedTask);
        await _host.SendAsync(request);
    }

    /// <summary>Page by page until the pipe takes no more: the next byte of the host has no place.</summary>
    private async Task FillOutputAsync()
    {
        var fill = new ProcessStartInfo(
            "dd", ["if=/dev/zero", $"of=/proc/{_host.Process.Id}/fd/1", "oflag=nonblock", "bs=4096", "count=1024"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        using var process = Process.Start(fill)!;
        Assert.Contains("temporarily unavailable", await process.StandardError.ReadToEndAsync(TestContext.CancellationToken));
    }

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
}
