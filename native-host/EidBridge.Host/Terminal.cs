using Microsoft.Win32.SafeHandles;

namespace EidBridge.Host;

#pragma warning disable RS0030 // The only class that may touch Console: in native mode its stdout is the protocol's.

/// <summary>The standard streams: text for the sub-commands, raw bytes for the protocol.</summary>
internal sealed class Terminal(TextReader input, TextWriter output, TextWriter error)
{
    private const int StandardOutput = 1;

    private Terminal()
        : this(Console.In, Console.Out, Console.Error)
    {
    }

    public static bool IsInputRedirected => Console.IsInputRedirected;

    /// <summary>For a person or a script that called a sub-command.</summary>
    public static Terminal Open()
    {
        if (OperatingSystem.IsWindows())
        {
            ParentConsole.Attach();
        }

        return new Terminal();
    }

    /// <summary>The raw bytes of standard input and output, and nobody else writes there any more.</summary>
    public static (Stream Input, Stream Output) TakeForProtocol()
    {
        var streams = (Console.OpenStandardInput(), OpenOutput());
        Console.SetOut(TextWriter.Null);
        return streams;
    }

#pragma warning disable CA2000 // Goes into the stream that is returned.
    // Console's own stream says nothing when nobody reads any more (EPIPE).
    private static Stream OpenOutput() => OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput()
        : new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
#pragma warning restore CA2000

    public void WriteLine(string line) => output.WriteLine(line);

    public void Write(string text) => output.Write(text);

    public void WriteError(string line) => error.WriteLine(line);

    /// <returns>The next line, or null at the end of input.</returns>
    public string? ReadLine() => input.ReadLine();
}
