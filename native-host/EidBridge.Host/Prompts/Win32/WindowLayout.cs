using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>Header, body and buttons below each other, and what is painted behind them.</summary>
internal sealed class WindowLayout(Board board, IBlock header, Pane pane)
{
    private const double Width = 480;
    private const double Lowest = 400;
    private const double Side = 24;
    private const double MessageSide = 36;
    private const double HeaderTop = 20;
    private const double HeaderBottom = 18;
    private const double BodyTop = 18;
    private const double FooterTop = 18;
    private const double FooterBottom = 20;
    private int _headerEnd;

    private Theme Theme => board.Theme;

    public void Arrange(WindowFrame frame)
    {
        var width = Theme.Pixels(Width);
        var side = Theme.Pixels(Side);
        var inside = width - (2 * side);
        var bodySide = pane.IsCentred ? Theme.Pixels(MessageSide) : side;
        var bodyHeight = pane.Body.Measure(width - (2 * bodySide));
        var footerHeight = pane.Footer.Measure(inside);
        _headerEnd = Theme.Pixels(HeaderTop) + header.Measure(inside) + Theme.Pixels(HeaderBottom);
        var bodyTop = _headerEnd + Theme.Pixels(BodyTop);
        var end = Theme.Pixels(FooterTop) + footerHeight + Theme.Pixels(FooterBottom);
        var height = Math.Max(Theme.Pixels(Lowest), bodyTop + bodyHeight + end);
        var spare = height - end - bodyTop - bodyHeight;

        frame.Resize(width, height, Theme.Dpi);
        header.Place(side, Theme.Pixels(HeaderTop), inside, _headerEnd);
        pane.Body.Place(bodySide, bodyTop + (pane.IsCentred ? spare / 2 : 0), width - (2 * bodySide), bodyHeight);
        pane.Footer.Place(side, height - Theme.Pixels(FooterBottom) - footerHeight, inside, footerHeight);
    }

    public void Paint(WindowFrame frame)
    {
        var dc = Screen.BeginPaint(frame.Handle, out var paint);
        _ = Screen.GetClientRect(frame.Handle, out var all);
        var palette = Theme.Palette;
        _ = Screen.FillRect(dc, in all, Theme.Brush(palette.Ground));
        _ = Screen.FillRect(dc, all with { Bottom = _headerEnd }, Theme.Brush(palette.Surface));
        _ = Screen.FillRect(dc, all with { Top = _headerEnd, Bottom = _headerEnd + Math.Max(1, Theme.Pixels(1)) }, Theme.Brush(palette.Line));
        using (var canvas = new GdiPlusCanvas(dc, Theme.Density))
        {
            foreach (var control in board.Controls.Where(c => c.IsVisible))
            {
                control.DrawAround(canvas);
            }
        }

        _ = Screen.EndPaint(frame.Handle, in paint);
    }
}
