using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>Draws on what Windows gives, at the density of its screen.</summary>
internal sealed unsafe class GdiPlusCanvas : Canvas, IDisposable
{
    private readonly nint _graphics;

    /// <param name="scale">Pixels of this screen for one of normal density.</param>
    /// <param name="left">Where the picture begins, in pixels of this screen.</param>
    /// <param name="top">Where the picture begins, in pixels of this screen.</param>
    public GdiPlusCanvas(nint dc, double scale, int left = 0, int top = 0)
    {
        _ = GdiPlus.CreateGraphics(dc, out _graphics);
        Prepare(scale, left, top);
    }

    private GdiPlusCanvas(nint graphics, double scale)
    {
        _graphics = graphics;
        Prepare(scale, 0, 0);
    }

    /// <returns>An icon, for the caller to destroy; 0 when there is none.</returns>
    public static nint MakeIcon(int size, double scale, Action<Canvas> draw)
    {
        const int Argb32 = 0x0026200A;
        if (GdiPlus.CreateBitmap(size, size, stride: 0, Argb32, bytes: 0, out var bitmap) != 0)
        {
            return 0;
        }

        _ = GdiPlus.GetGraphics(bitmap, out var graphics);
        using (var canvas = new GdiPlusCanvas(graphics, scale))
        {
            draw(canvas);
        }

        _ = GdiPlus.CreateIcon(bitmap, out var icon);
        _ = GdiPlus.DisposeImage(bitmap);
        return icon;
    }

    public override void Box(double x, double y, double width, double height, double radius, Ink color) =>
        Fill(color, brush =>
        {
            if (radius <= 0)
            {
                _ = GdiPlus.FillRectangle(_graphics, brush, (float)x, (float)y, (float)width, (float)height);
                return;
            }

            Outline(x, y, width, height, radius, path => _ = GdiPlus.FillPath(_graphics, brush, path));
        });

    public override void Frame(double x, double y, double width, double height, double radius, double line, Ink color) =>
        Stroke(line, color, pen => Outline(x, y, width, height, radius, path => _ = GdiPlus.DrawPath(_graphics, pen, path)));

    public override void Disc(double x, double y, double radius, Ink color) =>
        Fill(color, brush => _ = GdiPlus.FillEllipse(
            _graphics, brush, (float)(x - radius), (float)(y - radius), (float)(2 * radius), (float)(2 * radius)));

    public override void Ring(double x, double y, double radius, double line, Ink color) =>
        Stroke(line, color, pen => _ = GdiPlus.DrawEllipse(
            _graphics, pen, (float)(x - radius), (float)(y - radius), (float)(2 * radius), (float)(2 * radius)));

    public override void Line(double width, Ink color, params ReadOnlySpan<(double X, double Y)> points)
    {
        var flat = new float[points.Length * 2];
        for (var i = 0; i < points.Length; i++)
        {
            (flat[2 * i], flat[(2 * i) + 1]) = ((float)points[i].X, (float)points[i].Y);
        }

        Stroke(width, color, pen =>
        {
            fixed (float* start = flat)
            {
                _ = GdiPlus.DrawLines(_graphics, pen, start, flat.Length / 2);
            }
        });
    }

    public override void Within(double x, double y, double width, double height, Action<Canvas> draw)
    {
        const int Replace = 0;
        _ = GdiPlus.SetClip(_graphics, (float)x, (float)y, (float)width, (float)height, Replace);
        draw(this);
        _ = GdiPlus.ResetClip(_graphics);
    }

    public void Dispose() => _ = GdiPlus.DeleteGraphics(_graphics);

    private static uint Argb(Ink ink) =>
        ((uint)Math.Round(ink.Alpha * 255) << 24) | ((uint)Math.Round(ink.Red * 255) << 16)
        | ((uint)Math.Round(ink.Green * 255) << 8) | (uint)Math.Round(ink.Blue * 255);

    private static void Outline(double x, double y, double width, double height, double radius, Action<nint> draw)
    {
        var (l, t, d) = ((float)x, (float)y, (float)(2 * Math.Max(radius, 0.01)));
        var (r, b) = ((float)(x + width) - d, (float)(y + height) - d);
        _ = GdiPlus.CreatePath(fill: 0, out var path);
        _ = GdiPlus.AddArc(path, r, t, d, d, 270, 90);
        _ = GdiPlus.AddArc(path, r, b, d, d, 0, 90);
        _ = GdiPlus.AddArc(path, l, b, d, d, 90, 90);
        _ = GdiPlus.AddArc(path, l, t, d, d, 180, 90);
        _ = GdiPlus.ClosePath(path);
        draw(path);
        _ = GdiPlus.DeletePath(path);
    }

    private static void Fill(Ink color, Action<nint> draw)
    {
        _ = GdiPlus.CreateBrush(Argb(color), out var brush);
        draw(brush);
        _ = GdiPlus.DeleteBrush(brush);
    }

    private static void Stroke(double width, Ink color, Action<nint> draw)
    {
        const int WorldUnit = 0;
        const int Round = 2;
        _ = GdiPlus.CreatePen(Argb(color), (float)width, WorldUnit, out var pen);
        _ = GdiPlus.SetCaps(pen, Round, Round, dash: 0);
        _ = GdiPlus.SetJoin(pen, Round);
        draw(pen);
        _ = GdiPlus.DeletePen(pen);
    }

    private void Prepare(double scale, int left, int top)
    {
        const int AntiAlias = 4;
        const int Half = 4;
        _ = GdiPlus.SetSmoothing(_graphics, AntiAlias);
        _ = GdiPlus.SetPixelOffset(_graphics, Half);
        _ = GdiPlus.Translate(_graphics, left, top, order: 0);
        _ = GdiPlus.Scale(_graphics, (float)scale, (float)scale, order: 0);
    }
}
