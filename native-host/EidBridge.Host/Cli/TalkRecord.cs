using System.Diagnostics;
using System.Globalization;
using Newtonsoft.Json;

namespace EidBridge.Host.Cli;

/// <summary>One conversation as it goes: frames on the terminal, or both sides as JSON; both sides in the transcript.</summary>
/// <param name="message">What the browser sends.</param>
internal sealed class TalkRecord(Terminal terminal, TextWriter transcript, bool json, string message)
{
    private readonly long _begun = Stopwatch.GetTimestamp();

    public string Message => message;

    private double Elapsed => Math.Round(Stopwatch.GetElapsedTime(_begun).TotalMilliseconds, 1);

    /// <param name="frame">Of the host: always JSON.</param>
    public void Received(string frame)
    {
        Keep('<', frame);
        terminal.WriteLine(json ? Line("received", writer => writer.WriteRawValue(frame)) : frame);
    }

    public void Sent()
    {
        Keep('>', message);
        if (json)
        {
            // As text: what is sent need not be JSON.
            terminal.WriteLine(Line("sent", writer => writer.WriteValue(message)));
        }
    }

    public void Ended(int exitCode)
    {
        var said = string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}");
        Keep('.', said);
        if (json)
        {
            terminal.WriteLine(Line("exitCode", writer => writer.WriteValue(exitCode)));
        }
        else if (exitCode != ExitCode.Done)
        {
            terminal.WriteError($"({said})");
        }
    }

    private void Keep(char direction, string text) =>
        transcript.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Elapsed,8:0.0} ms {direction} {text}"));

    private string Line(string name, Action<JsonTextWriter> write)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var writer = new JsonTextWriter(text))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("ms");
            writer.WriteValue(Elapsed);
            writer.WritePropertyName(name);
            write(writer);
            writer.WriteEndObject();
        }

        return text.ToString();
    }
}
