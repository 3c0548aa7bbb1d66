using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>Shapes for the pictures, in pixels of a screen of normal density.</summary>
internal readonly struct Canvas(nint cairo)
{
    public static Gdk.Rgba Rgb(uint color, double alpha = 1) => new()
    {
        Red = ((color >> 16) & 0xFF) / 255.0,
        Green = ((color >> 8) & 0xFF) / 255.0,
        Blue = (color & 0xFF) / 255.0,
        Alpha = alpha,
    };

    public static Gdk.Rgba Fade(Gdk.Rgba color, double alpha) => color with { Alpha = alpha };

    public void Box(double x, double y, double width, double height, double radius, Gdk.Rgba color)
    {
        Outline(x, y, width, height, radius);
        Color(color);
        Cairo.Fill(cairo);
    }

    public void Frame(double x, double y, double width, double height, double radius, double line, Gdk.Rgba color)
    {
        Outline(x, y, width, height, radius);
        Stroke(line, color);
    }

    public void Disc(double x, double y, double radius, Gdk.Rgba color)
    {
        Cairo.NewSubPath(cairo);
        Cairo.Arc(cairo, x, y, radius, 0, Math.Tau);
        Color(color);
        Cairo.Fill(cairo);
    }

    public void Ring(double x, double y, double radius, double line, Gdk.Rgba color)
    {
        Cairo.NewSubPath(cairo);
        Cairo.Arc(cairo, x, y, radius, 0, Math.Tau);
        Stroke(line, color);
    }

    public void Line(double width, Gdk.Rgba color, params ReadOnlySpan<(double X, double Y)> points)
    {
        Cairo.MoveTo(cairo, points[0].X, points[0].Y);
        foreach (var (x, y) in points[1..])
        {
            Cairo.LineTo(cairo, x, y);
        }

        Stroke(width, color);
    }

    /// <summary>Draws only what falls into the rectangle.</summary>
    public void Within(double x, double y, double width, double height, Action<Canvas> draw)
    {
        Cairo.Save(cairo);
        Outline(x, y, width, height, 0);
        Cairo.Clip(cairo);
        draw(this);
        Cairo.Restore(cairo);
    }

    private void Outline(double x, double y, double width, double height, double radius)
    {
        const double Quarter = Math.PI / 2;
        Cairo.NewSubPath(cairo);
        Cairo.Arc(cairo, x + width - radius, y + radius, radius, -Quarter, 0);
        Cairo.Arc(cairo, x + width - radius, y + height - radius, radius, 0, Quarter);
        Cairo.Arc(cairo, x + radius, y + height - radius, radius, Quarter, 2 * Quarter);
        Cairo.Arc(cairo, x + radius, y + radius, radius, 2 * Quarter, 3 * Quarter);
        Cairo.ClosePath(cairo);
    }

    private void Stroke(double width, Gdk.Rgba color)
    {
        const int Round = 1;
        Color(color);
        Cairo.SetLineWidth(cairo, width);
        Cairo.SetLineCap(cairo, Round);
        Cairo.SetLineJoin(cairo, Round);
        Cairo.Stroke(cairo);
    }

    private void Color(Gdk.Rgba color) => Cairo.SetColor(cairo, color.Red, color.Green, color.Blue, color.Alpha);
}
