using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace EidBridge.Host;

/// <summary>A Windows program without a console of its own writes to the one it was started from, unless it was given somewhere else to write.</summary>
[SupportedOSPlatform("windows")]
internal static partial class ParentConsole
{
    private const int StandardOutput = -11;
    private const uint Parent = uint.MaxValue;
    private const nint Invalid = -1;

    /// <summary>Before anything is written.</summary>
    public static void Attach()
    {
        if (GetHandle(StandardOutput) is 0 or Invalid)
        {
            // Without a console there, too, nobody reads: what is written goes nowhere.
            _ = AttachConsole(Parent);
        }
    }

    [LibraryImport("kernel32.dll", EntryPoint = "GetStdHandle")]
    private static partial nint GetHandle(int which);

    [LibraryImport("kernel32.dll")]
    private static partial int AttachConsole(uint process);
}
