using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace EidBridge.Host;

/// <summary>What a Windows program must ask for: libraries of the system come from the system's folder, and no crash report holds what was typed.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsHardening
{
    private const uint SystemFolderOnly = 0x0800;
    private const uint WithoutHeap = 0x0001;

    /// <param name="loadsModules">A PKCS#11 module, named by its whole path in the machine's configuration, has libraries beside it.</param>
    public static void Apply(bool loadsModules)
    {
        if (!loadsModules)
        {
            _ = SetLibraryFolders(SystemFolderOnly);
        }

        _ = SetCrashReport(WithoutHeap);
    }

    [LibraryImport("kernel32.dll", EntryPoint = "SetDefaultDllDirectories")]
    private static partial int SetLibraryFolders(uint flags);

    [LibraryImport("kernel32.dll", EntryPoint = "WerSetFlags")]
    private static partial int SetCrashReport(uint flags);
}
