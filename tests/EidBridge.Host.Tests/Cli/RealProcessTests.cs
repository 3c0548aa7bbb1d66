using System.Diagnostics;
using System.Text.Json;

namespace EidBridge.Host.Tests.Cli;

/// <summary>The built program, started as a browser and as a person start it. No card needed.</summary>
[TestClass]
public sealed class RealProcessTests
{
    private const string Version = """{"version":"2.9.0+eidbridge.""";
    private const string Authenticate =
        """{"command":"authenticate","arguments":{"challengeNonce":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=","origin":"https://doctor.example"}}""";

    [TestMethod]
    public async Task Quit_IsAnsweredAfterTheVersion()
    {
        await using var host = new RealHost();
        host.Start([RealHost.Caller]);

        Assert.StartsWith(Version, await host.ReceiveAsync());
        await host.SendAsync("""{"command":"quit","arguments":{}}""");
        Assert.AreEqual("{}", await host.ReceiveAsync());
        Assert.AreEqual(0, await host.EndAsync());
    }

    [TestMethod]
    public async Task Garbage_IsAnsweredWithACode()
    {
        await using var host = new RealHost();
        host.Start([RealHost.Caller]);
        await host.ReceiveAsync();

        await host.SendAsync("garbage");

        Assert.Contains("\"invalid-json\"", await host.ReceiveAsync());
        Assert.AreEqual(0, await host.EndAsync());
    }

    [TestMethod]
    public async Task TextInsteadOfAFrame_IsTooLarge_AndEndsWith4()
    {
        await using var host = new RealHost();
        host.Start([RealHost.Caller]);
        await host.ReceiveAsync();

        await host.SendAsync("hello, host"u8.ToArray());

        Assert.Contains("\"message-too-large\"", await host.ReceiveAsync());
        Assert.AreEqual(4, await host.EndAsync());
    }

    [TestMethod]
    [DoNotParallelize]
    [DataRow("", DisplayName = "before a request")]
    [DataRow("02000000", DisplayName = "inside a request")]
    public async Task EndOfInput_EndsTheProcessWithinASecond(string hex)
    {
        await using var host = new RealHost();
        host.Start([RealHost.Caller]);
        await host.ReceiveAsync();
        await host.SendAsync(Convert.FromHexString(hex));
        var begun = Stopwatch.GetTimestamp();

        host.Process.StandardInput.Close();

        Assert.AreEqual(hex.Length == 0 ? 0 : 4, await host.EndAsync());
        Assert.IsLessThan(TimeSpan.FromSeconds(1), Stopwatch.GetElapsedTime(begun));
    }

    [TestMethod]
    public async Task ForeignExtension_HearsNothing_AndIsLogged()
    {
        await using var host = new RealHost();
        host.Start(["chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"]);

        Assert.AreEqual(3, await host.EndAsync());
        Assert.Contains("not ours", host.Log);
        if (OperatingSystem.IsLinux())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(host.LogPath), "others cannot read the log");
        }
    }

    [TestMethod]
    public async Task ForeignExtension_WithARefusedConfiguration_HearsNothingEither()
    {
        await using var host = new RealHost();
        host.Configure("{ \"unknown\": 1 }");
        host.Start(["chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"]);

        Assert.AreEqual(3, await host.EndAsync());
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task ConfigurationThatOthersCanWrite_IsRefusedByAFrame()
    {
        await using var host = new RealHost();
        host.Configure("{}");
        File.SetUnixFileMode(Path.Combine(host.Program, "eidbridge-host.json"), UnixFileMode.UserRead | UnixFileMode.OtherWrite);
        host.Start([RealHost.Caller]);
        await host.ReceiveAsync();

        await host.SendAsync(Authenticate);

        Assert.Contains("\"configuration-refused\"", await host.ReceiveAsync());
        Assert.AreEqual(0, await host.EndAsync());
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task LogFile_IsReadableByItsOwnerOnly()
    {
        await using var host = new RealHost();
        host.Start([RealHost.Caller], ("PCSCLITE_CSOCK_NAME", Path.Combine(host.Folder, "nobody-listens")));
        await host.ReceiveAsync();

        await host.SendAsync("""{"command":"status","arguments":{}}""");

        Assert.Contains("\"pcsc-unavailable\"", await host.ReceiveAsync());
        Assert.AreEqual(0, await host.EndAsync());
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(host.LogPath));
    }

    [TestMethod]
    [DataRow(new[] { "unknown" }, 2, "")]
    [DataRow(new[] { "version" }, 0, "eidbridge-host ")]
    [DataRow(new[] { "version", "--json" }, 0, Version)]
    [DataRow(new[] { "version", "--xml" }, 2, "")]
    [DataRow(new[] { "--help" }, 0, "eidbridge-host ")]
    public async Task SubCommand_EndsWithItsCode(string[] args, int code, string output)
    {
        await using var host = new RealHost();
        host.Start(args);

        var said = await host.Process.StandardOutput.ReadToEndAsync();

        await host.Process.WaitForExitAsync();
        Assert.AreEqual(code, host.Process.ExitCode);
        Assert.StartsWith(output, said);
        Assert.AreEqual(output.Length == 0, said.Length == 0);
    }

    [TestMethod]
    public async Task Talk_ShowsFramesAsLines()
    {
        await using var host = new RealHost();
        host.Start(["talk"]);
        await host.Process.StandardInput.WriteLineAsync("""{"command":"quit","arguments":{}}""");
        await host.Process.StandardInput.WriteLineAsync("""{"command":"dance","arguments":{}}""");
        host.Process.StandardInput.Close();

        var lines = (await host.Process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        await host.Process.WaitForExitAsync();
        Assert.HasCount(4, lines);
        Assert.StartsWith(Version, lines[0]);
        Assert.AreEqual("{}", lines[1]);
        Assert.Contains("\"unknown-command\"", lines[3]);
        Assert.AreEqual(0, host.Process.ExitCode);
    }

    [TestMethod]
    public async Task Talk_KeepsATranscriptOfBothSides()
    {
        await using var host = new RealHost();
        var file = Path.Combine(host.Folder, "transcript");
        host.Start(["talk", "--transcript", file]);
        await host.Process.StandardInput.WriteLineAsync("""{"command":"quit","arguments":{}}""");
        host.Process.StandardInput.Close();
        await host.Process.WaitForExitAsync();

        var lines = await File.ReadAllLinesAsync(file);

        CollectionAssert.AreEqual((string[])["<", ">", "<", "."], lines.Select(line => line.Split(" ms ")[1][..1]).ToArray());
        Assert.EndsWith("""> {"command":"quit","arguments":{}}""", lines[1]);
        Assert.EndsWith("exit code 0", lines[3]);
    }

    [TestMethod]
    public async Task Talk_AsJson_PrintsBothSidesAndTheEnd()
    {
        await using var host = new RealHost();
        host.Start(["talk", "--json"]);
        await host.Process.StandardInput.WriteLineAsync("""{"command":"quit","arguments":{}}""");
        await host.Process.StandardInput.WriteLineAsync("no \"JSON\"");
        host.Process.StandardInput.Close();

        var lines = (await host.Process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();

        await host.Process.WaitForExitAsync();
        CollectionAssert.AreEqual(
            (string[])["received", "sent", "received", "exitCode", "received", "sent", "received", "exitCode"],
            lines.Select(line => line.EnumerateObject().ElementAt(1).Name).ToArray());
        Assert.AreEqual("{}", lines[2].GetProperty("received").GetRawText());
        Assert.AreEqual("no \"JSON\"", lines[5].GetProperty("sent").GetString());
        Assert.AreEqual("invalid-json", lines[6].GetProperty("received").GetProperty("error").GetProperty("eidbridge").GetProperty("code").GetString());
        Assert.AreEqual(0, lines[7].GetProperty("exitCode").GetInt32());
    }

    [TestMethod]
    [DataRow((64 * 1024) + 1, 4, "\"message-too-large\"", DisplayName = "more than a host reads")]
    [DataRow(256 * 1024, 4, "\"message-too-large\"", DisplayName = "more than a pipe holds")]
    [DataRow((256 * 1024) + 1, 2, "", DisplayName = "more than is sent")]
    public async Task Talk_WithALongMessage_TellsWhatTheHostSays(int length, int exitCode, string answer)
    {
        await using var host = new RealHost();
        host.Start(["talk"]);
        await host.Process.StandardInput.WriteLineAsync(new string('x', length));
        host.Process.StandardInput.Close();

        var said = await host.Process.StandardOutput.ReadToEndAsync();

        await host.Process.WaitForExitAsync();
        Assert.Contains(answer, said);
        Assert.AreEqual(exitCode, host.Process.ExitCode);
    }

    [TestMethod]
    [DataRow("--xml")]
    [DataRow("--transcript")]
    [DataRow("--json", "--json")]
    public async Task Talk_WithWrongOptions_IsWrongUsage(params string[] options)
    {
        await using var host = new RealHost();
        host.Start(["talk", .. options]);

        Assert.Contains("usage", await host.Process.StandardError.ReadToEndAsync());
        await host.Process.WaitForExitAsync();
        Assert.AreEqual(2, host.Process.ExitCode);
    }

    [TestMethod]
    public async Task Talk_WithATranscriptThatCannotBeWritten_SaysSo()
    {
        await using var host = new RealHost();
        host.Start(["talk", "--transcript", Path.Combine(host.Folder, "no-folder", "transcript")]);
        host.Process.StandardInput.Close();

        Assert.Contains("no-folder", await host.Process.StandardError.ReadToEndAsync());
        await host.Process.WaitForExitAsync();
        Assert.AreEqual(4, host.Process.ExitCode);
    }
}
