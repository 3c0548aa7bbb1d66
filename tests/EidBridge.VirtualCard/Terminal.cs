namespace EidBridge.VirtualCard;

/// <summary>The only place that touches the console.</summary>
internal static class Terminal
{
#pragma warning disable RS0030 // This program speaks to whoever started it, line by line.
    public static void WriteLine(string text) => Console.Out.WriteLine(text);

    public static void WriteError(string text) => Console.Error.WriteLine(text);

    public static Stream OpenInput() => Console.OpenStandardInput();
#pragma warning restore RS0030
}
