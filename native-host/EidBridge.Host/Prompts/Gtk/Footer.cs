using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>The buttons at the lower right.</summary>
internal static class Footer
{
    private const int AlignEnd = 2;

    public static nint Build(params ReadOnlySpan<nint> buttons)
    {
        var footer = Widgets.Line(10, "footer");
        Gtk3.SetHorizontalAlign(footer, AlignEnd);
        Widgets.Pack(footer, buttons);
        return footer;
    }
}
