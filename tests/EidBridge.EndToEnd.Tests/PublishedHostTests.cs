using System.Diagnostics;
using System.Text;
using System.Text.Json;
using EidBridge.Demo;
using EidBridge.VirtualCard;

namespace EidBridge.EndToEnd.Tests;

/// <summary>
/// The published program as a process: the conversation files that need neither card nor person, and surroundings that somebody made
/// to mislead it.
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class PublishedHostTests
{
    private const string Caller = "chrome-extension://dglemegkjclfkhbdoafkohofiinneejo/";
    private static readonly byte[] Login =
    [
        .. """{"command":"authenticate","arguments":{"challengeNonce":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=","origin":"https://portal.example","""u8,
        .. """ "eidbridge":{"progress":true}}}"""u8,
    ];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-");

    public required TestContext TestContext { get; set; }

    public static IEnumerable<TestDataRow<string>> Cases =>
        WrittenConversation.All.Where(written => written.IsAlone).Select(written => new TestDataRow<string>(written.File) { DisplayName = written.Name });

    [TestCleanup]
    public void Clean() => _folder.Delete(recursive: true);

    [TestMethod]
    [DynamicData(nameof(Cases))]
    [Timeout(30_000, CooperativeCancellation = true)]
    public async Task Conversation_GoesAsWritten(string file)
    {
        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.CancellationToken));
        var written = document.RootElement;
        var program = Copy(written.TryGetProperty("configuration", out var configuration) ? configuration.GetRawText() : null);
        using var host = Start(program, _folder.FullName, [], WrittenConversation.All.Single(one => one.File == file).Caller);

        foreach (var turn in written.GetProperty("turns").EnumerateArray())
        {
            await HostFrames.PlayAsync(host, turn, TestContext.CancellationToken);
        }

        Assert.AreEqual(string.Empty, await host.StandardOutput.ReadToEndAsync(TestContext.CancellationToken), "a frame more than expected");
        await host.WaitForExitAsync(TestContext.CancellationToken);
        Assert.AreEqual(written.TryGetProperty("exitCode", out var code) ? code.GetInt32() : 0, host.ExitCode);
    }

    [TestMethod]
    public void ThereAreConversationsToPlay() => Assert.IsGreaterThan(40, Cases.Count());

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task HostileSurroundings_ChangeNothing()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var program = Copy("""{ "prompts": "pinentry" }""");
        var trap = Directory.CreateDirectory(Path.Combine(_folder.FullName, "trap")).FullName;
        SetTraps(trap);

        var status = await AnswerAsync(program, trap, Environment(pcscd, trap), """{"command":"status","arguments":{}}""");
        var local = await AnswerAsync(
            program, trap, Environment(pcscd, trap),
            """{"command":"authenticate","arguments":{"challengeNonce":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=","origin":"http://localhost"}}""");

        Assert.AreEqual(2, status.GetProperty("readers").GetArrayLength(), "the service was reached through the system's own library");
        Assert.AreEqual("origin-denied", local.GetProperty("error").GetProperty("eidbridge").GetProperty("code").GetString(), "another configuration was read");
        Assert.IsFalse(File.Exists(Path.Combine(trap, "sprung")), "something of the trap was run or loaded");
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task HostileSurroundings_LoadNothingIntoTheWindow_NorPaintIt()
    {
        var traps = await LibraryTraps.LayAsync(Directory.CreateDirectory(Path.Combine(_folder.FullName, "trap")).FullName, TestContext.CancellationToken);
        SetTraps(traps.Folder);

        var colors = await WindowColorsAsync(traps.Folder, traps.Environment);

        Assert.AreEqual(string.Empty, traps.Sprung, "code that the surroundings named ran in the window's process");
        Assert.IsFalse(File.Exists(Path.Combine(traps.Folder, "sprung")), "a program of the surroundings was run");
        Assert.DoesNotContain(LibraryTraps.Color, colors, "a style of the surroundings is on the window");
    }

    [TestMethod]
    [DataRow("", false, DisplayName = "no choice")]
    [DataRow("[Settings]\ngtk-application-prefer-dark-theme=1\n", true, DisplayName = "dark")]
    [DataRow("[Settings]\ngtk-theme-name=Adwaita-dark\n", true, DisplayName = "a dark theme that only HOME may have")]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task ChoiceOfADarkWindow_IsHeard(string settings, bool dark)
    {
        const string DarkBackground = "#353535";
        var home = Directory.CreateDirectory(Path.Combine(_folder.FullName, "home", ".config", "gtk-3.0"));
        await File.WriteAllTextAsync(Path.Combine(home.FullName, "settings.ini"), settings, TestContext.CancellationToken);

        var colors = await WindowColorsAsync(_folder.FullName, [("HOME", Path.Combine(_folder.FullName, "home")), ("XDG_CONFIG_HOME", string.Empty)]);

        Assert.AreEqual(dark, colors.Contains(DarkBackground, StringComparison.Ordinal), colors);
    }

    [TestMethod]
    [Timeout(30_000, CooperativeCancellation = true)]
    public async Task AnotherProcessOfTheSameUser_CannotLookIntoTheHost_NorFindADiagnosticPort()
    {
        const string Nobody = "65534";
        var open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(_folder.FullName, open);
        var program = Copy(configuration: null);
        string[] asNobody = ["--reuid", Nobody, "--regid", Nobody, "--clear-groups"];
        var info = new ProcessStartInfo("setpriv", [.. asNobody, program, Caller]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        info.Environment["TMPDIR"] = _folder.FullName;
        using var host = Process.Start(info)!;
        await HostFrames.ReadAsync(host, TestContext.CancellationToken);

        // The request is begun, so that everything before it is done.
        await host.StandardInput.BaseStream.WriteAsync((byte[])[2, 0, 0, 0], TestContext.CancellationToken);
        await host.StandardInput.BaseStream.FlushAsync(TestContext.CancellationToken);
        // The mark is set right after the first frame.
        string[] look = [.. asNobody, "head", "-c", "1", $"/proc/{host.Id}/environ"];
        await Wait.UntilAsync("the host's mark that it cannot be read", async _ => await ExitCodeAsync("setpriv", look) != 0, TestContext.CancellationToken);

        Assert.AreNotEqual(0, await ExitCodeAsync("setpriv", [.. asNobody, "head", "-c", "1", $"/proc/{host.Id}/maps"]), "it can be dumped");
        Assert.IsEmpty(Directory.GetFileSystemEntries(_folder.FullName, "*diagnostic*"));
        host.StandardInput.Close();
        await host.WaitForExitAsync(TestContext.CancellationToken);
    }

    /// <summary>Asks for a login until the card is read and the window stands and is painted.</summary>
    /// <returns>Each colour on it, once.</returns>
    private async Task<string> WindowColorsAsync(string directory, (string, string)[] environment)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        await using var display = await VirtualDisplay.StartAsync(TestContext.CancellationToken);
        await pcscd.InsertAsync(Path.Combine(_folder.FullName, "pki"), "an", new CardOptions(), cancellationToken: TestContext.CancellationToken);
        var program = Copy("""{ "prompts": "gtk" }""");
        using var host = Start(program, directory, [.. Environment(pcscd, directory), ("DISPLAY", display.Environment["DISPLAY"]), .. environment]);
        await HostFrames.ReadAsync(host, TestContext.CancellationToken);
        await HostFrames.SendAsync(host, Login, TestContext.CancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            while (!(await HostFrames.ReadAsync(host, limit.Token)).Contains("waiting-for-pin", StringComparison.Ordinal))
            {
                // Told on the way there.
            }
        }
        catch (OperationCanceledException) when (!TestContext.CancellationToken.IsCancellationRequested)
        {
            // The caller knows better what is amiss.
        }

        const int OfAPlainWindow = 8;
        var window = await display.WaitForHostWindowAsync(TestContext.CancellationToken);
        var colors = string.Empty;
        await Wait.UntilAsync("a window with something on it", async ct =>
        {
            colors = await ChildProcess.RunAsync("convert", [$"x:{window}", "-depth", "8", "-unique-colors", "txt:-"], display.Environment, ct);
            return colors.Count(c => c == '\n') > OfAPlainWindow;
        }, TestContext.CancellationToken);
        host.StandardInput.Close();
        await host.WaitForExitAsync(TestContext.CancellationToken);
        return colors;
    }

    private async Task<int> ExitCodeAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.WaitForExitAsync(TestContext.CancellationToken);
        return process.ExitCode;
    }

    private static void SetTraps(string trap)
    {
        File.WriteAllText(Path.Combine(trap, "eidbridge-host.json"), """{ "allowHttpLocalhost": true, "prompts": "auto" }""");
        File.WriteAllText(Path.Combine(trap, "appsettings.json"), """{ "allowHttpLocalhost": true }""");
        File.WriteAllText(Path.Combine(trap, "nlog.config"), "<nlog><targets><target name='f' type='File' fileName='sprung'/></targets><rules><logger name='*' writeTo='f'/></rules></nlog>");
        foreach (var program in (string[])["pinentry", "pinentry-gtk-2", "pcscd", "sh", "eidbridge-host"])
        {
            var file = Path.Combine(trap, program);
            File.WriteAllText(file, $"#!/bin/sh\n: > {trap}/sprung\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        // No library at all: whoever loads one of these by its bare name fails.
        foreach (var library in (string[])["libpcsclite.so.1", "libgtk-3.so.0", "libatk-1.0.so.0", "libssl.so.3", "libcrypto.so.3", "hook.dll"])
        {
            File.WriteAllText(Path.Combine(trap, library), "no library");
        }
    }

    private static (string, string)[] Environment(PrivatePcscd pcscd, string trap) =>
    [
        ("PCSCLITE_CSOCK_NAME", pcscd.SocketPath),
        ("PATH", trap),
        ("HOME", trap),
        ("DOTNET_STARTUP_HOOKS", Path.Combine(trap, "hook.dll")),
        ("DOTNET_ADDITIONAL_DEPS", trap),
        ("DOTNET_SHARED_STORE", trap),
        ("DOTNET_gcServer", "1"),
        ("CORECLR_ENABLE_PROFILING", "1"),
        ("CORECLR_PROFILER_PATH", Path.Combine(trap, "hook.dll")),
        ("allowHttpLocalhost", "true"),
        ("DOTNET_ENVIRONMENT", "Development"),
    ];

    private async Task<JsonElement> AnswerAsync(string program, string directory, (string Name, string Value)[] environment, string request)
    {
        using var host = Start(program, directory, environment);
        await HostFrames.ReadAsync(host, TestContext.CancellationToken);
        await HostFrames.SendAsync(host, Encoding.UTF8.GetBytes(request), TestContext.CancellationToken);
        var answer = JsonSerializer.Deserialize<JsonElement>(await HostFrames.ReadAsync(host, TestContext.CancellationToken));
        await host.WaitForExitAsync(TestContext.CancellationToken);
        Assert.AreEqual(0, host.ExitCode);
        return answer;
    }

    private string Copy(string? configuration)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, "program")).FullName;
        foreach (var file in Directory.EnumerateFiles(Repository.PublishedHost))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        if (configuration is not null)
        {
            File.WriteAllText(Path.Combine(folder, "eidbridge-host.json"), configuration);
            File.SetUnixFileMode(Path.Combine(folder, "eidbridge-host.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return Path.Combine(folder, "eidbridge-host");
    }

    private Process Start(string program, string directory, (string Name, string Value)[] environment, string caller = Caller)
    {
        var info = new ProcessStartInfo(program, [caller])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = directory,
        };
        info.Environment.Remove("DISPLAY");
        info.Environment["XDG_STATE_HOME"] = Path.Combine(_folder.FullName, "state");
        info.Environment["XDG_RUNTIME_DIR"] = Path.Combine(_folder.FullName, "runtime");
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        return Process.Start(info)!;
    }
}
