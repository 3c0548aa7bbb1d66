using System.Runtime.InteropServices;

namespace EidBridge.Card;

/// <summary>Memory for a PIN: in one place only, and never written to a swap file where the system lets a program ask for that.</summary>
public static unsafe partial class SecretMemory
{
    /// <returns>Zeros, pinned and locked; the caller overwrites them after use.</returns>
    public static byte[] Allocate(int length)
    {
        var memory = GC.AllocateArray<byte>(length, pinned: true);
        Lock(memory);
        return memory;
    }

    /// <summary>Keeps the pages of this memory out of the swap file for as long as the process lives.</summary>
    /// <param name="memory">Must not move.</param>
    public static void Lock(ReadOnlySpan<byte> memory)
    {
        // A session's limit for locked memory may be used up: no reason to fail a login.
        fixed (byte* start = memory)
        {
            if (start is null)
            {
                return;
            }

            _ = OperatingSystem.IsWindows() ? VirtualLock(start, (nuint)memory.Length) : MemoryLock(start, (nuint)memory.Length);
        }
    }

    [LibraryImport("libc", EntryPoint = "mlock")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MemoryLock(byte* start, nuint length);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int VirtualLock(byte* start, nuint length);
}
