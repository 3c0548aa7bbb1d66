using System.Runtime.InteropServices;

namespace EidBridge.Host.Prompts.Drawing;

/// <summary>A colour; each part from 0 to 1.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Ink(double Red, double Green, double Blue, double Alpha)
{
    /// <summary>How bright it looks, from 0 to 1.</summary>
    public double Luminance => (0.2126 * Red) + (0.7152 * Green) + (0.0722 * Blue);

    /// <param name="color">As <c>0xRRGGBB</c>.</param>
    public static Ink Rgb(uint color) =>
        new(((color >> 16) & 0xFF) / 255.0, ((color >> 8) & 0xFF) / 255.0, (color & 0xFF) / 255.0, Alpha: 1);

    public Ink Fade(double alpha) => this with { Alpha = alpha };

    /// <summary>What is seen when this colour, faded, lies on another: for those that cannot draw through.</summary>
    public Ink On(Ink ground, double alpha) => new(
        Mix(Red, ground.Red, alpha), Mix(Green, ground.Green, alpha), Mix(Blue, ground.Blue, alpha), Alpha: 1);

    private static double Mix(double top, double ground, double alpha) => (top * alpha) + (ground * (1 - alpha));
}
