using System.Runtime.InteropServices;

namespace EidBridge.Host.Prompts.Gtk.Interop;

/// <summary>The calls of GDK that the window needs.</summary>
internal static partial class Gdk
{
    private const string Library = "libgdk-3.so.0";

    [LibraryImport(Library, EntryPoint = "gdk_set_program_class", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetProgramClass(string name);

    [LibraryImport(Library, EntryPoint = "gdk_screen_get_default")]
    internal static partial nint DefaultScreen();

    [LibraryImport(Library, EntryPoint = "gdk_screen_get_setting", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int DesktopSetting(nint screen, string name, ref Glib.GValue value);

    [LibraryImport(Library, EntryPoint = "gdk_display_get_default")]
    internal static partial nint DefaultDisplay();

    [LibraryImport(Library, EntryPoint = "gdk_display_flush")]
    internal static partial void Flush(nint display);

    [LibraryImport(Library, EntryPoint = "gdk_event_get_keyval")]
    internal static partial int KeyValue(nint keyEvent, out uint value);

    [LibraryImport(Library, EntryPoint = "gdk_x11_get_server_time")]
    internal static partial uint X11ServerTime(nint window);

    [LibraryImport(Library, EntryPoint = "gdk_pixbuf_get_from_surface")]
    internal static partial nint PixbufFromSurface(nint surface, int x, int y, int width, int height);

    [StructLayout(LayoutKind.Sequential)]
    internal struct Rgba
    {
        public double Red;
        public double Green;
        public double Blue;
        public double Alpha;
    }
}
