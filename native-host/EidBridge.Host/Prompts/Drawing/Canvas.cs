namespace EidBridge.Host.Prompts.Drawing;

/// <summary>Shapes for the pictures, in pixels of a screen of normal density.</summary>
internal abstract class Canvas
{
    public abstract void Box(double x, double y, double width, double height, double radius, Ink color);

    public abstract void Frame(double x, double y, double width, double height, double radius, double line, Ink color);

    public abstract void Disc(double x, double y, double radius, Ink color);

    public abstract void Ring(double x, double y, double radius, double line, Ink color);

    /// <summary>Round at its ends and corners.</summary>
    public abstract void Line(double width, Ink color, params ReadOnlySpan<(double X, double Y)> points);

    /// <summary>Draws only what falls into the rectangle.</summary>
    public abstract void Within(double x, double y, double width, double height, Action<Canvas> draw);
}
