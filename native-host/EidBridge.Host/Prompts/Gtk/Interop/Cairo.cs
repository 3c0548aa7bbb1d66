using System.Runtime.InteropServices;

namespace EidBridge.Host.Prompts.Gtk.Interop;

/// <summary>The drawing calls for the two pictures.</summary>
internal static partial class Cairo
{
    private const string Library = "libcairo.so.2";

    [LibraryImport(Library, EntryPoint = "cairo_set_source_rgba")]
    internal static partial void SetColor(nint cairo, double red, double green, double blue, double alpha);

    [LibraryImport(Library, EntryPoint = "cairo_set_line_width")]
    internal static partial void SetLineWidth(nint cairo, double width);

    [LibraryImport(Library, EntryPoint = "cairo_set_line_cap")]
    internal static partial void SetLineCap(nint cairo, int cap);

    [LibraryImport(Library, EntryPoint = "cairo_set_line_join")]
    internal static partial void SetLineJoin(nint cairo, int join);

    [LibraryImport(Library, EntryPoint = "cairo_new_sub_path")]
    internal static partial void NewSubPath(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_move_to")]
    internal static partial void MoveTo(nint cairo, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_line_to")]
    internal static partial void LineTo(nint cairo, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_arc")]
    internal static partial void Arc(nint cairo, double x, double y, double radius, double from, double to);

    [LibraryImport(Library, EntryPoint = "cairo_close_path")]
    internal static partial void ClosePath(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_fill")]
    internal static partial void Fill(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_fill_preserve")]
    internal static partial void FillPreserve(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_stroke")]
    internal static partial void Stroke(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_save")]
    internal static partial void Save(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_restore")]
    internal static partial void Restore(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_scale")]
    internal static partial void Scale(nint cairo, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_translate")]
    internal static partial void Translate(nint cairo, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_clip")]
    internal static partial void Clip(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_image_surface_create")]
    internal static partial nint NewImage(int format, int width, int height);

    [LibraryImport(Library, EntryPoint = "cairo_create")]
    internal static partial nint New(nint surface);

    [LibraryImport(Library, EntryPoint = "cairo_destroy")]
    internal static partial void Destroy(nint cairo);

    [LibraryImport(Library, EntryPoint = "cairo_surface_destroy")]
    internal static partial void DestroySurface(nint surface);
}
