using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>Draws on what GTK gives.</summary>
internal sealed class CairoCanvas(nint cairo) : Canvas
{
    public override void Box(double x, double y, double width, double height, double radius, Ink color)
    {
        Outline(x, y, width, height, radius);
        Color(color);
        Cairo.Fill(cairo);
    }

    public override void Frame(double x, double y, double width, double height, double radius, double line, Ink color)
    {
        Outline(x, y, width, height, radius);
        Stroke(line, color);
    }

    public override void Disc(double x, double y, double radius, Ink color)
    {
        Cairo.NewSubPath(cairo);
        Cairo.Arc(cairo, x, y, radius, 0, Math.Tau);
        Color(color);
        Cairo.Fill(cairo);
    }

    public override void Ring(double x, double y, double radius, double line, Ink color)
    {
        Cairo.NewSubPath(cairo);
        Cairo.Arc(cairo, x, y, radius, 0, Math.Tau);
        Stroke(line, color);
    }

    public override void Line(double width, Ink color, params ReadOnlySpan<(double X, double Y)> points)
    {
        Cairo.MoveTo(cairo, points[0].X, points[0].Y);
        foreach (var (x, y) in points[1..])
        {
            Cairo.LineTo(cairo, x, y);
        }

        Stroke(width, color);
    }

    public override void Within(double x, double y, double width, double height, Action<Canvas> draw)
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

    private void Stroke(double width, Ink color)
    {
        const int Round = 1;
        Color(color);
        Cairo.SetLineWidth(cairo, width);
        Cairo.SetLineCap(cairo, Round);
        Cairo.SetLineJoin(cairo, Round);
        Cairo.Stroke(cairo);
    }

    private void Color(Ink color) => Cairo.SetColor(cairo, color.Red, color.Green, color.Blue, color.Alpha);
}
