using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>The few kinds of widgets the window is made of, each with its style classes.</summary>
internal static class Widgets
{
    private const int Vertical = 1;
    private const int WrapWordOrCharacter = 2;
    private const int AlignStart = 1;
    private const int AlignCenter = 3;

    public static nint Column(int spacing, params ReadOnlySpan<string> classes) => Styled(Gtk3.NewBox(Vertical, spacing), classes);

    public static nint Line(int spacing, params ReadOnlySpan<string> classes) => Styled(Gtk3.NewBox(orientation: 0, spacing), classes);

    /// <summary>A label that wraps anywhere rather than hide a part of its text.</summary>
    public static nint Label(string text, params ReadOnlySpan<string> classes) => Wrapping(Gtk3.NewLabel(text), classes);

    public static nint MnemonicLabel(string text, nint target, params ReadOnlySpan<string> classes)
    {
        var label = Wrapping(Gtk3.NewMnemonicLabel(text), classes);
        Gtk3.SetMnemonicWidget(label, target);
        return label;
    }

    public static nint CentredLabel(string text, params ReadOnlySpan<string> classes)
    {
        const int JustifyCenter = 2;
        var label = Label(text, classes);
        Gtk3.SetTextAlign(label, 0.5f);
        Gtk3.SetJustify(label, JustifyCenter);
        return label;
    }

    public static nint Button(string text, Action clicked, params ReadOnlySpan<string> classes)
    {
        var button = Styled(Gtk3.NewButton(text), classes);
        Signals.On(button, "clicked", clicked);
        return button;
    }

    /// <summary>A picture of this size that is drawn when it must be, at the screen's own resolution.</summary>
    public static nint Picture(int width, int height, Action<Canvas> draw)
    {
        var area = Gtk3.NewDrawingArea();
        Gtk3.SetSizeRequest(area, width, height);
        Gtk3.SetHorizontalAlign(area, AlignCenter);
        Gtk3.SetVerticalAlign(area, AlignCenter);
        Signals.OnEvent(area, "draw", cairo =>
        {
            draw(new CairoCanvas(cairo));
            return false;
        });
        return area;
    }

    public static nint Styled(nint widget, params ReadOnlySpan<string> classes)
    {
        var style = Gtk3.StyleContext(widget);
        foreach (var name in classes)
        {
            Gtk3.AddClass(style, name);
        }

        return widget;
    }

    public static void SwitchClass(nint widget, string name, bool on)
    {
        var style = Gtk3.StyleContext(widget);
        if (on)
        {
            Gtk3.AddClass(style, name);
        }
        else
        {
            Gtk3.RemoveClass(style, name);
        }
    }

    public static void Pack(nint box, params ReadOnlySpan<nint> children)
    {
        foreach (var child in children)
        {
            Gtk3.PackStart(box, child, expand: 0, fill: 1, padding: 0);
        }
    }

    public static void PackGrowing(nint box, nint child) => Gtk3.PackStart(box, child, expand: 1, fill: 1, padding: 0);

    public static void Name(nint widget, string name) => Gtk3.SetAccessibleName(Gtk3.Accessible(widget), name);

    public static void Describe(nint widget, string description) =>
        Gtk3.SetAccessibleDescription(Gtk3.Accessible(widget), description);

    private static nint Wrapping(nint label, ReadOnlySpan<string> classes)
    {
        const int NaturalWidth = 20;
        Gtk3.SetWrap(label, 1);
        Gtk3.SetWrapMode(label, WrapWordOrCharacter);
        Gtk3.SetTextAlign(label, 0);
        Gtk3.SetWidth(label, NaturalWidth);
        Gtk3.SetMaxWidth(label, NaturalWidth);
        Gtk3.SetVerticalAlign(label, AlignStart);
        return Styled(label, classes);
    }
}
