namespace EidBridge.Benchmarks;

/// <summary>The only place that writes to the console.</summary>
internal static class Terminal
{
#pragma warning disable RS0030 // This program's output is for a person at a terminal.
    public static void WriteLine(string text) => Console.Out.WriteLine(text);

    public static void WriteError(string text) => Console.Error.WriteLine(text);
#pragma warning restore RS0030
}
