using System.Diagnostics;
using System.Globalization;
using System.Text;
using EidBridge.Host.Messaging;

namespace EidBridge.Host.Cli;

/// <summary>
/// <c>talk</c>: plays the browser. Each line of JSON starts a host as a browser does, goes to it as one frame, and every frame
/// that comes back is a line of JSON. <c>--transcript FILE</c> keeps both sides with their times.
/// </summary>
internal static class TalkCommand
{
    private const string Welcome = """
        One JSON message per line, for example
          {"command":"status","arguments":{}}
          {"command":"authenticate","arguments":{"challengeNonce":"0123456789012345678901234567890123456789abcd","origin":"https://doctor.example"}}
        The host answers one message and ends, so each line starts a new one. End with Ctrl-D.
        """;

    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        if (args is not ([] or ["--transcript", _]))
        {
            terminal.WriteError("usage: eidbridge-host talk [--transcript FILE] < messages.jsonl");
            return ExitCode.Usage;
        }

        try
        {
            await using var transcript = args is [_, var file] ? new StreamWriter(file, append: true) : null;
            return await RunAsync(terminal, transcript ?? TextWriter.Null);
        }
        catch (Exception e) when (args.Length > 0 && e is IOException or UnauthorizedAccessException)
        {
            terminal.WriteError(e.Message);
            return ExitCode.BrokenStream;
        }
    }

    private static async Task<int> RunAsync(Terminal terminal, TextWriter transcript)
    {

        if (!Terminal.IsInputRedirected)
        {
            terminal.WriteError(Welcome);
        }

        var worst = ExitCode.Done;
        while (terminal.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                worst = Math.Max(worst, await ConverseAsync(line, terminal, transcript));
            }
        }

        return worst;
    }

    private static async Task<int> ConverseAsync(string message, Terminal terminal, TextWriter transcript)
    {
        var begun = Stopwatch.GetTimestamp();
        using var host = Start();
        var output = new FrameReader(host.StandardOutput.BaseStream, TimeProvider.System, FrameWriter.MaxLength, Timeout.InfiniteTimeSpan);
        Tell('<', await NextAsync(output) ?? "(no version)");
        Write('>', message);
        await new FrameWriter(host.StandardInput.BaseStream, TimeProvider.System).WriteAsync(Encoding.UTF8.GetBytes(message));
        while (await NextAsync(output) is { } frame)
        {
            Tell('<', frame);
        }

        await host.WaitForExitAsync();
        if (host.ExitCode != ExitCode.Done)
        {
            terminal.WriteError(string.Create(CultureInfo.InvariantCulture, $"(exit code {host.ExitCode})"));
        }

        Write('.', string.Create(CultureInfo.InvariantCulture, $"exit code {host.ExitCode}"));
        return host.ExitCode;

        void Tell(char direction, string text)
        {
            terminal.WriteLine(text);
            Write(direction, text);
        }

        void Write(char direction, string text) => transcript.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(begun).TotalMilliseconds,8:0.0} ms {direction} {text}"));
    }

    private static async Task<string?> NextAsync(FrameReader output) =>
        await output.ReadAsync() is { } body ? Encoding.UTF8.GetString(body) : null;

    private static Process Start()
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        if (string.Equals(Path.GetFileNameWithoutExtension(program), "dotnet", StringComparison.Ordinal))
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        start.ArgumentList.Add(Caller.DevelopmentOrigin);
        return Process.Start(start)!;
    }
}
