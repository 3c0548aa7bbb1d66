using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>The logo as the window's icon.</summary>
internal static class Icon
{
    private const int Size = 64;

    public static void Set(nint window)
    {
        const int Argb32 = 0;
        var surface = Cairo.NewImage(Argb32, Size, Size);
        var cairo = Cairo.New(surface);
        Cairo.Scale(cairo, (double)Size / Pictures.LogoSize, (double)Size / Pictures.LogoSize);
        Pictures.DrawLogo(new CairoCanvas(cairo));
        Cairo.Destroy(cairo);
        var pixbuf = Gdk.PixbufFromSurface(surface, 0, 0, Size, Size);
        Gtk3.SetIcon(window, pixbuf);
        Glib.Unref(pixbuf);
        Cairo.DestroySurface(surface);
    }
}
