namespace EidBridge.Server;

/// <summary>The only place that writes to the console.</summary>
internal static class Terminal
{
#pragma warning disable RS0030 // The trust command answers a person at a terminal.
    public static TextWriter Output => Console.Out;
#pragma warning restore RS0030
}
