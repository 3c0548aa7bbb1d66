using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>The site's address: the scheme quieter than the rest, broken anywhere, never shortened, never with a hyphen added.</summary>
internal sealed unsafe class AddressLabel(Board board, string address) : Control(board, "STATIC", address, Label.OwnerDrawn)
{
    public override int Measure(int width)
    {
        var bottom = 0;
        Lettered.OnScreen(Theme, Lettering.Address, dc => bottom = Write(dc, width, draws: false));
        return bottom;
    }

    public override void Draw(in DrawItem item)
    {
        const int Transparent = 1;
        _ = Screen.FillRect(item.Dc, item.Area, Theme.Brush(Theme.Palette.Surface));
        _ = Gdi32.SetBackMode(item.Dc, Transparent);
        var before = Gdi32.SelectObject(item.Dc, Theme.Font(Lettering.Address));
        _ = Write(item.Dc, item.Area.Width, draws: true);
        _ = Gdi32.SelectObject(item.Dc, before);
    }

    /// <returns>Where the last line ends.</returns>
    private int Write(nint dc, int width, bool draws)
    {
        var host = Text.IndexOf("://", StringComparison.Ordinal) is var found && found < 0 ? 0 : found + 3;
        var x = 0;
        var y = 0;
        var height = 0;
        for (var at = 0; at < Text.Length;)
        {
            var isScheme = at < host;
            var part = Text.AsSpan(at, (isScheme ? host : Text.Length) - at);
            _ = Gdi32.SelectObject(dc, Theme.Font(isScheme ? Lettering.AddressScheme : Lettering.Address));
            fixed (char* start = part)
            {
                _ = Gdi32.GetTextExtent(dc, start, part.Length, width - x, out var fit, each: 0, out var size);
                fit = x == 0 ? Math.Max(fit, 1) : fit;
                height = size.Height;
                if (draws)
                {
                    var palette = Theme.Palette;
                    _ = Gdi32.SetTextColor(dc, Palette.ColorRef(isScheme ? palette.Muted : palette.Text));
                    _ = Gdi32.TextOut(dc, x, y, start, fit);
                }

                at += fit;
                if (fit < part.Length)
                {
                    x = 0;
                    y += height;
                }
                else
                {
                    x += size.Width;
                }
            }
        }

        return y + height;
    }
}
