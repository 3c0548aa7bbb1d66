using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>How a label looks.</summary>
/// <param name="Ground">What it lies on.</param>
internal sealed record LabelStyle(Lettering Lettering, Func<Palette, Ink> Color, Func<Palette, Ink> Ground)
{
    public static LabelStyle Plain { get; } = new(Lettering.Normal, p => p.Text, p => p.Ground);

    public static LabelStyle Section { get; } = Plain with { Lettering = Lettering.Bold };

    public static LabelStyle Hint { get; } = new(Lettering.Small, p => p.Muted, p => p.Ground);

    public static LabelStyle Warning { get; } = Hint with { Color = p => p.Problem };

    public static LabelStyle Asks { get; } = new(Lettering.Normal, p => p.Muted, p => p.Surface);

    public static LabelStyle Title { get; } = Plain with { Lettering = Lettering.Title, IsCentred = true };

    public static LabelStyle Centred { get; } = Plain with { IsCentred = true };

    public static LabelStyle Problem { get; } = new(Lettering.Bold, p => p.Problem, p => p.Ground) { IsBanner = true };

    public static LabelStyle Attention { get; } = new(Lettering.Normal, p => p.Attention, p => p.Surface) { IsBanner = true };

    public bool IsCentred { get; init; }

    /// <summary>In a box of its own colour.</summary>
    public bool IsBanner { get; init; }
}

/// <summary>A text that wraps anywhere rather than hide a part of itself.</summary>
internal sealed class Label(Board board, string text, LabelStyle style) : Control(board, "STATIC", text, OwnerDrawn)
{
    public const uint OwnerDrawn = 0x000D;
    private const double PaddingX = 14;
    private const double PaddingY = 10;
    private LabelStyle _style = style;

    public void Restyle(LabelStyle style)
    {
        _style = style;
        Invalidate();
    }

    public override int Measure(int width) => _style.IsBanner
        ? Lettered.Height(Theme, Text, _style.Lettering, width - (2 * Theme.Pixels(PaddingX))) + (2 * Theme.Pixels(PaddingY))
        : Lettered.Height(Theme, Text, _style.Lettering, width);

    public override void Draw(in DrawItem item)
    {
        const double Tint = 0.11;
        var (color, ground) = (_style.Color(Theme.Palette), _style.Ground(Theme.Palette));
        _ = Screen.FillRect(item.Dc, item.Area, Theme.Brush(ground));
        var area = item.Area;
        if (_style.IsBanner)
        {
            using (var canvas = new GdiPlusCanvas(item.Dc, Theme.Density))
            {
                canvas.Box(0, 0, area.Width / Theme.Density, area.Height / Theme.Density, 8, color.On(ground, Tint));
            }

            var (x, y) = (Theme.Pixels(PaddingX), Theme.Pixels(PaddingY));
            area = new Rect(area.Left + x, area.Top + y, area.Right - x, area.Bottom - y);
        }

        Lettered.Draw(item.Dc, Theme, Text, _style.Lettering, color, area, _style.IsCentred ? Lettered.Centred : Lettered.Left);
    }
}
