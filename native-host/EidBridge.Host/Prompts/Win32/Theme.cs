using System.Runtime.CompilerServices;
using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>Colours, sizes and fonts for one density of screen: what the person has set, with our accent on top.</summary>
internal sealed unsafe class Theme
{
    private const int UsualDpi = 96;
    private readonly Dictionary<Lettering, nint> _fonts = [];
    private readonly Dictionary<uint, nint> _brushes = [];

    /// <param name="dpi">Dots per inch of the window's screen.</param>
    public Theme(uint dpi)
    {
        Dpi = dpi;
        Palette = Palette.OfThisPerson();
    }

    public uint Dpi { get; }

    public Palette Palette { get; }

    public Tones Tones => Palette.Tones;

    public double Density => (double)Dpi / UsualDpi;

    /// <param name="size">In pixels of a screen of normal density.</param>
    public int Pixels(double size) => (int)Math.Round(size * Density);

    public nint Font(Lettering lettering)
    {
        if (!_fonts.TryGetValue(lettering, out var font))
        {
            _fonts[lettering] = font = MakeFont(lettering);
        }

        return font;
    }

    public nint Brush(Ink color)
    {
        var key = Palette.ColorRef(color);
        if (!_brushes.TryGetValue(key, out var brush))
        {
            _brushes[key] = brush = Gdi32.CreateSolidBrush(key);
        }

        return brush;
    }

    /// <summary>Nothing draws with it any more.</summary>
    public void Release()
    {
        foreach (var thing in _fonts.Values.Concat(_brushes.Values))
        {
            _ = Gdi32.DeleteObject(thing);
        }
    }

    /// <summary>The person's own font for messages, a little larger: whoever set a larger one keeps it.</summary>
    private nint MakeFont(Lettering lettering)
    {
        const uint GetMetrics = 0x0029;
        const int Bold = 700;
        const int Smooth = 5;
        const double Body = 14;
        var metrics = new FrameMetrics { Size = (uint)Unsafe.SizeOf<FrameMetrics>() };
        _ = Screen.GetFrameMetrics(GetMetrics, metrics.Size, ref metrics, 0, Dpi);
        var font = metrics.MessageFont;
        var height = Math.Max(Math.Abs(font.Height), Pixels(Body));
        var (factor, bold) = lettering switch
        {
            Lettering.Small => (0.9, false),
            Lettering.Bold => (1, true),
            Lettering.Address => (1.25, true),
            Lettering.AddressScheme => (1.25, false),
            Lettering.Title => (1.3, true),
            Lettering.Digits => (1.3, false),
            _ => (1.0, false),
        };
        font.Height = -(int)Math.Round(height * factor);
        font.Weight = bold ? Bold : 400;
        font.Quality = Smooth;
        return Gdi32.CreateFont(in font);
    }
}

/// <summary>The kinds of letters in the window.</summary>
internal enum Lettering
{
    Normal,
    Small,
    Bold,
    Address,
    AddressScheme,
    Title,
    Digits,
}
