using System.Runtime.InteropServices;

namespace EidBridge.WindowGallery;

/// <summary>
/// The root window says that a window manager decides who gets the focus (Extended Window Manager Hints, _NET_ACTIVE_WINDOW), and nobody
/// decides: as on a desktop that lets no program come to the front by itself.
/// </summary>
internal static partial class StubbornWindowManager
{
    private const string Library = "libX11.so.6";
    private const nint Atom = 4;
    private const nint Window = 33;

    /// <summary>Before GTK starts: it asks once.</summary>
    public static void TakeOver()
    {
        var display = Open(0);
        var root = Root(display);
        var itself = MakeWindow(display, root, 0, 0, 1, 1, 0, 0, 0);
        var check = Intern(display, "_NET_SUPPORTING_WM_CHECK", 0);
        Set(display, root, check, Window, itself);
        Set(display, itself, check, Window, itself);
        Set(display, root, Intern(display, "_NET_SUPPORTED", 0), Atom, Intern(display, "_NET_ACTIVE_WINDOW", 0));
        _ = Sync(display, 0);
    }

    private static void Set(nint display, nint window, nint property, nint type, nint value) =>
        _ = ChangeProperty(display, window, property, type, format: 32, mode: 0, in value, count: 1);

    [LibraryImport(Library, EntryPoint = "XOpenDisplay")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint Open(nint name);

    [LibraryImport(Library, EntryPoint = "XDefaultRootWindow")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint Root(nint display);

    [LibraryImport(Library, EntryPoint = "XCreateSimpleWindow")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint MakeWindow(nint display, nint parent, int x, int y, uint width, uint height, uint border, nuint colour, nuint background);

    [LibraryImport(Library, EntryPoint = "XInternAtom", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint Intern(nint display, string name, int onlyIfExists);

    [LibraryImport(Library, EntryPoint = "XChangeProperty")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int ChangeProperty(nint display, nint window, nint property, nint type, int format, int mode, in nint value, int count);

    [LibraryImport(Library, EntryPoint = "XSync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Sync(nint display, int discard);
}
