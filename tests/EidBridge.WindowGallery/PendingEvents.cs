using System.Runtime.InteropServices;
using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.WindowGallery;

/// <summary>What the screen has sent and the window has not handled yet. For GTK's thread only.</summary>
internal static partial class PendingEvents
{
    private const string Library = "libgtk-3.so.0";

    /// <summary>Fetches all of it with one round trip to the screen and handles it: keys come by another way than the clock's commands.</summary>
    public static void Handle()
    {
        Sync(Gdk.DefaultDisplay());
        while (ArePending() != 0)
        {
            _ = Iterate();
        }
    }

    [LibraryImport("libgdk-3.so.0", EntryPoint = "gdk_display_sync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial void Sync(nint display);

    [LibraryImport(Library, EntryPoint = "gtk_events_pending")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int ArePending();

    [LibraryImport(Library, EntryPoint = "gtk_main_iteration")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Iterate();
}
