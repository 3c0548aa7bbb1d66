using System.Runtime.CompilerServices;
using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Win32.Interop;
using Microsoft.Win32;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>The colours of the window: light, dark, or the system's own where the person asked for high contrast.</summary>
/// <param name="Ground">Behind everything.</param>
/// <param name="Surface">Behind the site's address, the cards and the PIN.</param>
/// <param name="Chosen">Behind the chosen card.</param>
/// <param name="Text">Letters.</param>
/// <param name="Muted">Letters that may be overlooked.</param>
/// <param name="Line">Frames.</param>
/// <param name="Accent">The button that agrees, and what has the keyboard.</param>
/// <param name="OnAccent">Letters on it.</param>
/// <param name="Problem">What went wrong.</param>
/// <param name="Attention">What to look at.</param>
/// <param name="Button">Behind the other buttons.</param>
/// <param name="IsDark">Whether <paramref name="Ground"/> is dark.</param>
internal sealed record Palette(
    Ink Ground, Ink Surface, Ink Chosen, Ink Text, Ink Muted, Ink Line, Ink Accent, Ink OnAccent, Ink Problem, Ink Attention, Ink Button, bool IsDark)
{
    private const string Personalize = @"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize";

    private static readonly Palette Light = new(
        Ink.Rgb(0xF5F5F5), Ink.Rgb(0xFFFFFF), Ink.Rgb(0xE3ECF7), Ink.Rgb(0x1B1B1B), Ink.Rgb(0x565656), Ink.Rgb(0xCFCFCF), Ink.Rgb(0x1F5FBF),
        Ink.Rgb(0xFFFFFF), Ink.Rgb(0xB3261E), Ink.Rgb(0x8A5A00), Ink.Rgb(0xFDFDFD), IsDark: false);

    private static readonly Palette Dark = new(
        Ink.Rgb(0x232323), Ink.Rgb(0x2D2D2D), Ink.Rgb(0x34404F), Ink.Rgb(0xF2F2F2), Ink.Rgb(0xC2C2C2), Ink.Rgb(0x4D4D4D), Ink.Rgb(0x82B1FF),
        Ink.Rgb(0x0B1B33), Ink.Rgb(0xFF9A92), Ink.Rgb(0xFFCF70), Ink.Rgb(0x3A3A3A), IsDark: true);

    public Tones Tones => new(IsDark, Text, Accent);

    /// <summary>The background of a button that can do harm; its letters are white.</summary>
    public static Ink Danger { get; } = Ink.Rgb(0xB3261E);

    public static Palette OfThisPerson() => IsHighContrast() ? OfTheSystem() : IsDarkMode() ? Dark : Light;

    /// <summary>As GDI takes it: <c>0xBBGGRR</c>.</summary>
    public static uint ColorRef(Ink ink) =>
        ((uint)Math.Round(ink.Blue * 255) << 16) | ((uint)Math.Round(ink.Green * 255) << 8) | (uint)Math.Round(ink.Red * 255);

    private static bool IsHighContrast()
    {
        const uint Get = 0x0042;
        const uint On = 1;
        var data = new HighContrastData { Size = (uint)Unsafe.SizeOf<HighContrastData>() };
        return Screen.GetHighContrast(Get, data.Size, ref data, 0) != 0 && (data.Flags & On) != 0;
    }

    private static bool IsDarkMode() =>
        OperatingSystem.IsWindows() && Registry.GetValue(Personalize, "AppsUseLightTheme", defaultValue: 1) is 0;

    private static Palette OfTheSystem()
    {
        const int Window = 5;
        const int WindowText = 8;
        const int Highlight = 13;
        const int HighlightText = 14;
        const int ButtonFace = 15;
        var (ground, text) = (System(Window), System(WindowText));
        return new Palette(
            ground, ground, ground, text, text, text, System(Highlight), System(HighlightText), text, text, System(ButtonFace),
            IsDark: ground.Luminance < 0.5);
    }

    private static Ink System(int index)
    {
        var color = Screen.GetSysColor(index);
        return Ink.Rgb(((color & 0xFF) << 16) | (color & 0xFF00) | ((color >> 16) & 0xFF));
    }
}
