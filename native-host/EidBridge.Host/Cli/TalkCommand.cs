using System.Diagnostics;
using System.Text;
using EidBridge.Host.Messaging;

namespace EidBridge.Host.Cli;

/// <summary>
/// <c>talk</c>: plays the browser. Each line of JSON starts a host as a browser does, goes to it as one frame, and every frame
/// that comes back is a line of JSON. <c>--json</c> prints both sides and the end with their times, <c>--transcript FILE</c> keeps them.
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
        var json = args.Contains("--json", StringComparer.Ordinal);
        if (args.Where(arg => arg is not "--json").ToArray() is not ([] or ["--transcript", _]) || args.Count(arg => arg is "--json") > 1)
        {
            terminal.WriteError("usage: eidbridge-host talk [--json] [--transcript FILE] < messages.jsonl");
            return ExitCode.Usage;
        }

        var file = args.SkipWhile(arg => arg is not "--transcript").Skip(1).FirstOrDefault();
        try
        {
            await using var transcript = file is null ? null : new StreamWriter(file, append: true);
            return await RunAsync(terminal, message => new TalkRecord(terminal, transcript ?? TextWriter.Null, json, message));
        }
        catch (Exception e) when (file is not null && e is IOException or UnauthorizedAccessException)
        {
            terminal.WriteError(e.Message);
            return ExitCode.BrokenStream;
        }
    }

    private static async Task<int> RunAsync(Terminal terminal, Func<string, TalkRecord> begin)
    {
        if (!Terminal.IsInputRedirected)
        {
            terminal.WriteError(Welcome);
        }

        var worst = ExitCode.Done;
        while (terminal.ReadLine() is { } line)
        {
            if (Encoding.UTF8.GetByteCount(line) > FrameWriter.MaxLength)
            {
                terminal.WriteError("a message of more than 256 KiB is not sent");
                worst = Math.Max(worst, ExitCode.Usage);
            }
            else if (!string.IsNullOrWhiteSpace(line))
            {
                worst = Math.Max(worst, await ConverseAsync(begin(line)));
            }
        }

        return worst;
    }

    private static async Task<int> ConverseAsync(TalkRecord record)
    {
        using var host = Start();
        var output = new FrameReader(host.StandardOutput.BaseStream, TimeProvider.System, FrameWriter.MaxLength, Timeout.InfiniteTimeSpan);
        if (await NextAsync(output) is { } version)
        {
            record.Received(version);
        }

        record.Sent();
        await SendAsync(host, record.Message);
        while (await NextAsync(output) is { } frame)
        {
            record.Received(frame);
        }

        await host.WaitForExitAsync();
        record.Ended(host.ExitCode);
        return host.ExitCode;
    }

    private static async Task SendAsync(Process host, string message)
    {
        try
        {
            await new FrameWriter(host.StandardInput.BaseStream, TimeProvider.System).WriteAsync(Encoding.UTF8.GetBytes(message));
        }
        catch (BrokenStreamException)
        {
            // A host that refuses the length reads no further; its answer says so.
        }
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
