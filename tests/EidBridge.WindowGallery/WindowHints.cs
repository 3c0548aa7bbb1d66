using System.Runtime.InteropServices;

namespace EidBridge.WindowGallery;

/// <summary>What the window has told the window manager (ICCCM section 4.1.2.4). For GTK's thread only.</summary>
internal static partial class WindowHints
{
    // XUrgencyHint: a task bar shows that the window asks for attention.
    private const nint Urgency = 1 << 8;

    public static bool AsksForAttention(nint window)
    {
        var hints = GetHints(XDisplay(Host.Prompts.Gtk.Interop.Gdk.DefaultDisplay()), window);
        if (hints == 0)
        {
            return false;
        }

        // The first member of XWMHints is its flags.
        var flags = Marshal.ReadIntPtr(hints);
        _ = Free(hints);
        return (flags & Urgency) != 0;
    }

    [LibraryImport("libgdk-3.so.0", EntryPoint = "gdk_x11_display_get_xdisplay")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint XDisplay(nint display);

    [LibraryImport("libX11.so.6", EntryPoint = "XGetWMHints")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GetHints(nint display, nint window);

    [LibraryImport("libX11.so.6", EntryPoint = "XFree")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Free(nint memory);
}
