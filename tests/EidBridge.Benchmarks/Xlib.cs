using System.Runtime.InteropServices;

namespace EidBridge.Benchmarks;

/// <summary>What <see cref="ScreenWatch"/> needs of Xlib, its damage and its test extension.</summary>
internal static partial class Xlib
{
    public const int MapNotify = 19;

    /// <summary>XDamageNotify, counted from the extension's first event.</summary>
    public const int DamageNotify = 0;

    /// <summary>Bytes of an XEvent; where its window and a damage's drawn area lie in it.</summary>
    public const int EventLength = 192;
    public const int WindowOffset = 40;
    public const int AreaOffset = 64;

    public const nint SubstructureNotify = 1 << 19;
    public const int RawRectangles = 0;
    public const nint ReturnKey = 0xFF0D;
    private const string Library = "libX11.so.6";
    private const string Damage = "libXdamage.so.1";
    private const string Test = "libXtst.so.6";

    [LibraryImport(Library, EntryPoint = "XOpenDisplay", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial nint Open(string name);

    [LibraryImport(Library, EntryPoint = "XCloseDisplay")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int Close(nint display);

    [LibraryImport(Library, EntryPoint = "XDefaultRootWindow")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial nint Root(nint display);

    [LibraryImport(Library, EntryPoint = "XSelectInput")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int SelectInput(nint display, nint window, nint mask);

    [LibraryImport(Library, EntryPoint = "XConnectionNumber")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int FileOf(nint display);

    /// <summary>Events that are there; sends what waits to be sent.</summary>
    [LibraryImport(Library, EntryPoint = "XPending")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int Pending(nint display);

    [LibraryImport(Library, EntryPoint = "XNextEvent")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int Next(nint display, Span<byte> xEvent);

    [LibraryImport(Library, EntryPoint = "XSync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int Sync(nint display, int discard);

    [LibraryImport(Library, EntryPoint = "XKeysymToKeycode")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial byte KeyOf(nint display, nint symbol);

    [LibraryImport(Damage, EntryPoint = "XDamageQueryExtension")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int QueryDamage(nint display, out int firstEvent, out int firstError);

    [LibraryImport(Damage, EntryPoint = "XDamageCreate")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial nint WatchDamage(nint display, nint drawable, int level);

    [LibraryImport(Test, EntryPoint = "XTestFakeKeyEvent")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int FakeKey(nint display, uint key, int isPress, nuint delay);

    [LibraryImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int Poll(ref PollEntry entry, nuint count, int milliseconds);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        public const short Readable = 1;

        public int File;
        public short Wanted;
        public short Came;
    }
}
