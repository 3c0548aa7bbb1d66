using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>A picture of a fixed size, in the middle of its place.</summary>
internal sealed class PictureBox(
    Board board, int width, int height, Func<Palette, Ink> ground, Action<Canvas, Tones> draw) : Control(board, "STATIC", string.Empty, Label.OwnerDrawn)
{
    public int Width => Theme.Pixels(width);

    public override int Measure(int width) => Theme.Pixels(height);

    public override void Draw(in DrawItem item)
    {
        _ = Screen.FillRect(item.Dc, item.Area, Theme.Brush(ground(Theme.Palette)));
        using var canvas = new GdiPlusCanvas(item.Dc, Theme.Density, (item.Area.Width - Width) / 2);
        draw(canvas, Theme.Tones);
    }
}
