using System.Text;
using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>The desktop's own theme, light or dark, with our accent and spacing on top (<c>gtk.css</c>).</summary>
internal static class Theme
{
    private const uint ApplicationPriority = 600;
    private const string LightColors = """
        @define-color eid_accent #1f5fbf; @define-color eid_on_accent #ffffff; @define-color eid_problem #b3261e;
        @define-color eid_attention #8a5a00; @define-color eid_good #1d7a46;

        """;

    private const string DarkColors = """
        @define-color eid_accent #82b1ff; @define-color eid_on_accent #0b1b33; @define-color eid_problem #ff9a92;
        @define-color eid_attention #ffcf70; @define-color eid_good #7ddba3;

        """;

    /// <summary>Looks at the window's theme and lays our style over it.</summary>
    public static unsafe Tones Apply(nint window)
    {
        var style = Gtk3.StyleContext(window);
        var dark = Gtk3.LookupColor(style, "theme_bg_color", out var background) != 0 && InkOf(background).Luminance < 0.5;
        var css = Encoding.UTF8.GetBytes((dark ? DarkColors : LightColors) + ReadStyle());
        var provider = Gtk3.NewCssProvider();
        fixed (byte* start = css)
        {
            _ = Gtk3.LoadCss(provider, start, css.Length, error: 0);
        }

        Gtk3.AddProvider(Gdk.DefaultScreen(), provider, ApplicationPriority);
        Glib.Unref(provider);
        _ = Gtk3.LookupColor(style, "theme_fg_color", out var text);
        _ = Gtk3.LookupColor(style, "eid_accent", out var accent);
        return new Tones(dark, InkOf(text), InkOf(accent));
    }

    private static Ink InkOf(Gdk.Rgba color) => new(color.Red, color.Green, color.Blue, color.Alpha);

    private static string ReadStyle()
    {
        using var stream = typeof(Theme).Assembly.GetManifestResourceStream("gtk.css")
            ?? throw new InvalidOperationException("gtk.css is not embedded");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
