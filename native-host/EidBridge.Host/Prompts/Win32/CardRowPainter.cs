using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>One card in the list: picture, person, why not, certificate, reader, and the mark of the chosen one.</summary>
internal sealed class CardRowPainter(CardWords said, bool usable)
{
    private const double PaddingX = 12;
    private const double PaddingY = 9;
    private const double PictureWidth = 44;
    private const double PictureHeight = 30;
    private const double MarkSize = 22;
    private const double Gap = 14;

    /// <summary>All of it, for those who hear it.</summary>
    public string Spoken =>
        string.Join(", ", new[] { said.Person, said.Reason, said.Detail, said.Reader }.Where(s => !string.IsNullOrEmpty(s)));

    public int Measure(Theme theme, int width)
    {
        var inside = TextWidth(theme, width);
        var lines = Lines(theme.Palette).Sum(line => Lettered.Height(theme, line.Text, line.Lettering, inside));
        return Math.Max(lines, theme.Pixels(PictureHeight)) + (2 * theme.Pixels(PaddingY));
    }

    public void Draw(in DrawItem item, Theme theme, bool isChosen, bool hasFocus)
    {
        var area = item.Area;
        DrawBehind(item.Dc, area, theme, isChosen, hasFocus);
        var top = area.Top + theme.Pixels(PaddingY);
        using (var card = new GdiPlusCanvas(item.Dc, theme.Density, area.Left + theme.Pixels(PaddingX), top + theme.Pixels(2)))
        {
            Pictures.DrawSmallCard(card, theme.Tones, usable);
        }

        if (usable)
        {
            using var mark = new GdiPlusCanvas(
                item.Dc, theme.Density, area.Right - theme.Pixels(PaddingX + MarkSize), area.Top + ((area.Height - theme.Pixels(MarkSize)) / 2));
            Pictures.DrawMark(mark, theme.Tones, isChosen);
        }

        var left = area.Left + theme.Pixels(PaddingX + PictureWidth + Gap);
        var width = TextWidth(theme, area.Width);
        foreach (var (text, lettering, color) in Lines(theme.Palette))
        {
            var height = Lettered.Height(theme, text, lettering, width);
            Lettered.Draw(item.Dc, theme, text, lettering, color, new Rect(left, top, left + width, top + height));
            top += height;
        }
    }

    private static int TextWidth(Theme theme, int width) =>
        width - theme.Pixels((2 * PaddingX) + PictureWidth + (2 * Gap) + MarkSize);

    private static void DrawBehind(nint dc, Rect area, Theme theme, bool isChosen, bool hasFocus)
    {
        var palette = theme.Palette;
        _ = Screen.FillRect(dc, in area, theme.Brush(palette.Surface));
        using var canvas = new GdiPlusCanvas(dc, theme.Density, area.Left, area.Top);
        var (width, height) = (area.Width / theme.Density, area.Height / theme.Density);
        if (isChosen)
        {
            canvas.Box(0, 0, width, height, 6, palette.Chosen);
        }

        if (hasFocus)
        {
            canvas.Frame(1, 1, width - 2, height - 2, 5, 2, palette.Accent);
        }
    }

    private IEnumerable<(string Text, Lettering Lettering, Ink Color)> Lines(Palette palette)
    {
        yield return (said.Person, usable ? Lettering.Bold : Lettering.Normal, usable ? palette.Text : palette.Muted);
        if (said.Reason is { } reason)
        {
            yield return (reason, Lettering.Small, palette.Problem);
        }

        if (said.Detail.Length > 0)
        {
            yield return (said.Detail, Lettering.Small, palette.Muted);
        }

        yield return (said.Reader, Lettering.Small, palette.Muted);
    }
}
