using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>What a button does to the person's card.</summary>
internal enum ButtonKind
{
    Plain,
    Primary,
    Danger,
}

/// <summary>A button of Windows, drawn by us. Its letter is pressed with Alt.</summary>
/// <param name="text">An underscore stands before its letter.</param>
internal sealed class PushButton(Board board, string text, ButtonKind kind, Action pressed)
    : Control(board, "BUTTON", Mnemonic.ForWindows(text), OwnerDrawnTabStop), IMnemonic
{
    private const uint OwnerDrawnTabStop = 0x0000000B | 0x00010000;
    private const int Clicked = 0;

    public char? Letter { get; } = Mnemonic.LetterOf(text);

    public override bool TakesKeys => true;

    public int Width
    {
        get
        {
            const double Padding = 18;
            const double Narrowest = 104;
            return Math.Max(Theme.Pixels(Narrowest), Lettered.Width(Theme, Text, Font, mnemonic: true) + (2 * Theme.Pixels(Padding)));
        }
    }

    private Lettering Font => kind == ButtonKind.Plain ? Lettering.Normal : Lettering.Bold;

    public override int Measure(int width)
    {
        const double Padding = 9;
        return Lettered.Height(Theme, "0", Font, width) + (2 * Theme.Pixels(Padding));
    }

    public void Reach() => Press();

    public override void Notify(int code)
    {
        if (code == Clicked)
        {
            Press();
        }
    }

    public override bool Press(int key)
    {
        if (key != KeyCode.Enter)
        {
            return false;
        }

        Press();
        return true;
    }

    public override void Draw(in DrawItem item)
    {
        const uint CentredOnOneLine = 0x0001 | 0x0004 | 0x0020;
        const uint HidePrefix = 0x00100000;
        var palette = Theme.Palette;
        var (back, letters) = Colors(item, palette);
        _ = Screen.FillRect(item.Dc, item.Area, Theme.Brush(palette.Ground));
        var (width, height) = (item.Area.Width / Theme.Density, item.Area.Height / Theme.Density);
        using (var canvas = new GdiPlusCanvas(item.Dc, Theme.Density))
        {
            canvas.Box(0, 0, width, height, 7, back);
            if (item.HasFocus)
            {
                canvas.Frame(1, 1, width - 2, height - 2, 6, 2, kind == ButtonKind.Plain ? palette.Accent : palette.Text);
                canvas.Frame(2.5, 2.5, width - 5, height - 5, 5, 1, palette.Ground);
            }
            else if (kind == ButtonKind.Plain)
            {
                canvas.Frame(0.5, 0.5, width - 1, height - 1, 7, 1, palette.Line);
            }
        }

        var format = CentredOnOneLine | (item.HidesMnemonics ? HidePrefix : 0);
        Lettered.DrawAs(format, item.Dc, Theme, Text, Font, letters, item.Area);
    }

    private (Ink Back, Ink Letters) Colors(in DrawItem item, Palette palette)
    {
        var (back, letters) = (kind, item.IsDisabled) switch
        {
            (ButtonKind.Plain, _) => (palette.Button, palette.Text),
            (_, true) => (palette.Text.On(palette.Ground, 0.14), palette.Text.On(palette.Ground, 0.55)),
            (ButtonKind.Danger, _) => (Palette.Danger, Ink.Rgb(0xFFFFFF)),
            _ => (palette.Accent, palette.OnAccent),
        };
        return (item.IsSelected ? palette.Text.On(back, 0.15) : back, letters);
    }

    private void Press()
    {
        if (IsEnabled)
        {
            pressed();
        }
    }
}
