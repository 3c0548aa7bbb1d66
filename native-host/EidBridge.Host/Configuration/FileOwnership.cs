using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using EidBridge.Protocol;
using Microsoft.Win32.SafeHandles;

namespace EidBridge.Host.Configuration;

/// <summary>Who on this machine could have written a file, or put another in its place.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class FileOwnership
{
    private const int AtEmptyPath = 0x1000;
    private const int WorkingDirectory = -100;
    private const uint BasicStats = 0x7FF;
    private const uint Root = 0;

    // struct statx (statx(2)) has the same layout on every architecture.
    private const int StatxSize = 256;
    private const int UidOffset = 20;
    private const int ModeOffset = 28;
    private const UnixFileMode OthersMayWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Only root or the owner of this program may be able to write the file.</summary>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.ConfigurationRefused"/>.</exception>
    public static void RequireOursAlone(SafeFileHandle file, string path)
    {
        var (owner, mode) = Stat(file);
        if ((mode & OthersMayWrite) != UnixFileMode.None)
        {
            throw new EidBridgeException(ErrorCode.ConfigurationRefused, "writable by others");
        }

        if (owner != Root && owner != OwnerOfProgram())
        {
            throw new EidBridgeException(ErrorCode.ConfigurationRefused, "of another owner");
        }

        // In a folder without the sticky bit anybody who may write there can put another file in its place.
        var folder = File.GetUnixFileMode(Path.GetDirectoryName(path)!);
        if (folder.HasFlag(UnixFileMode.OtherWrite) && !folder.HasFlag(UnixFileMode.StickyBit))
        {
            throw new EidBridgeException(ErrorCode.ConfigurationRefused, "in a folder that others can write");
        }
    }

    /// <summary>Whether others than root can write here; a sticky folder's entries belong to their owners all the same.</summary>
    /// <param name="byOwner">Whether an owner other than root counts too.</param>
    /// <exception cref="IOException">The path cannot be looked at.</exception>
    public static bool CanBeReplaced(string path, bool byOwner)
    {
        var (owner, mode) = Stat(path);
        return (byOwner && owner != Root)
            || ((mode & OthersMayWrite) != UnixFileMode.None && !mode.HasFlag(UnixFileMode.StickyBit));
    }

    private static uint OwnerOfProgram()
    {
        using var program = File.OpenHandle(Environment.ProcessPath!);
        return Stat(program).Owner;
    }

    private static (uint Owner, UnixFileMode Mode) Stat(SafeFileHandle file)
    {
        Span<byte> buffer = stackalloc byte[StatxSize];
        fixed (byte* target = buffer)
        {
            return Parse(Statx(file, string.Empty, AtEmptyPath, BasicStats, target), buffer);
        }
    }

    private static (uint Owner, UnixFileMode Mode) Stat(string path)
    {
        Span<byte> buffer = stackalloc byte[StatxSize];
        fixed (byte* target = buffer)
        {
            return Parse(Statx(WorkingDirectory, path, 0, BasicStats, target), buffer);
        }
    }

    private static (uint Owner, UnixFileMode Mode) Parse(int result, ReadOnlySpan<byte> buffer)
    {
        if (result != 0)
        {
            throw new IOException("statx");
        }

        var mode = MemoryMarshal.Read<ushort>(buffer[ModeOffset..]) & 0xFFF;
        return (MemoryMarshal.Read<uint>(buffer[UidOffset..]), (UnixFileMode)mode);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(SafeFileHandle file, string path, int flags, uint mask, byte* result);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte* result);
}
