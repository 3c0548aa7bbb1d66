using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>Text on a device, wrapped where it must be and never shortened.</summary>
internal static class Lettered
{
    public const uint Left = 0;
    public const uint Centred = 0x0001;
    private const uint WordBreak = 0x0010;
    private const uint BreakLongWords = 0x2000;
    private const uint NoPrefix = 0x0800;
    private const uint CalculateOnly = 0x0400;

    public static int Height(Theme theme, string text, Lettering lettering, int width)
    {
        var area = new Rect(0, 0, Math.Max(width, 1), 0);
        OnScreen(theme, lettering, dc => _ = Screen.DrawText(dc, text, text.Length, ref area, Format(Left) | CalculateOnly));
        return area.Height;
    }

    /// <param name="mnemonic">Whether an ampersand marks the letter that presses it.</param>
    public static int Width(Theme theme, string text, Lettering lettering, bool mnemonic = false)
    {
        const uint OneLine = 0x0020;
        var area = default(Rect);
        OnScreen(theme, lettering, dc =>
            _ = Screen.DrawText(dc, text, text.Length, ref area, OneLine | CalculateOnly | (mnemonic ? 0 : NoPrefix)));
        return area.Width;
    }

    public static void Draw(nint dc, Theme theme, string text, Lettering lettering, Ink color, Rect area, uint align = Left) =>
        DrawAs(Format(align), dc, theme, text, lettering, color, area);

    /// <param name="format">As DrawText takes it.</param>
    public static void DrawAs(uint format, nint dc, Theme theme, string text, Lettering lettering, Ink color, Rect area)
    {
        const int Transparent = 1;
        var before = Gdi32.SelectObject(dc, theme.Font(lettering));
        _ = Gdi32.SetBackMode(dc, Transparent);
        _ = Gdi32.SetTextColor(dc, Palette.ColorRef(color));
        _ = Screen.DrawText(dc, text, text.Length, ref area, format);
        _ = Gdi32.SelectObject(dc, before);
    }

    public static void OnScreen(Theme theme, Lettering lettering, Action<nint> use)
    {
        var dc = Screen.GetDC(0);
        var before = Gdi32.SelectObject(dc, theme.Font(lettering));
        use(dc);
        _ = Gdi32.SelectObject(dc, before);
        _ = Screen.ReleaseDC(0, dc);
    }

    private static uint Format(uint align) => align | WordBreak | BreakLongWords | NoPrefix;
}
