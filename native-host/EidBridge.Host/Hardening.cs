using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace EidBridge.Host;

/// <summary>Keeps a PIN from leaving the process by a dump, and its files from being read by others.</summary>
[SupportedOSPlatform("linux")]
internal static partial class Hardening
{
    private const int SetDumpable = 4;
    private const int CoreSize = 4;
    private const uint OwnerOnly = 0b000_111_111;

    public static void Apply()
    {
        // None of them can fail for a process of its own user, and a login must not fail if one does.
        _ = Prctl(SetDumpable, 0, 0, 0, 0);
        var none = default(Limit);
        _ = SetLimit(CoreSize, in none);
        _ = SetMask(OwnerOnly);
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint SetMask(uint mask);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Limit
    {
        public readonly nuint Current;
        public readonly nuint Highest;
    }
}
