namespace EidBridge.Host.Prompts.Drawing;

/// <summary>The large pictures.</summary>
internal enum Picture
{
    ConnectReader,
    InsertCard,
    CardInReader,
    Warning,
}

/// <summary>Everything drawn by hand: no image files, sharp at every density, and still: a moving picture would cost CPU.</summary>
internal static class Pictures
{
    public const int LogoSize = 52;
    public const int SceneWidth = 190;
    public const int SceneHeight = 124;
    private static readonly Ink Blue = Ink.Rgb(0x1F5FBF);
    private static readonly Ink White = Ink.Rgb(0xFFFFFF);
    private static readonly Ink Gold = Ink.Rgb(0xF2C14E);
    private static readonly Ink GoldLine = Ink.Rgb(0x9A7416);
    private static readonly Ink Green = Ink.Rgb(0x34B36A);
    private static readonly Ink Red = Ink.Rgb(0xD33A2C);

    public static void DrawLogo(Canvas canvas)
    {
        canvas.Box(0, 0, LogoSize, LogoSize, 13, Blue);
        canvas.Box(9, 14, 34, 24, 4, White);
        Chip(canvas, 13, 20, 9, 7);
        canvas.Line(2.2, Blue.Fade(0.75), (27, 21.5), (38, 21.5));
        canvas.Line(2.2, Blue.Fade(0.45), (27, 26.5), (35, 26.5));
        canvas.Line(2.2, Blue.Fade(0.45), (14, 33), (30, 33));
    }

    public static void DrawSmallCard(Canvas canvas, Tones tones, bool usable)
    {
        canvas.Box(0, 0, 44, 30, 5, usable ? Blue : tones.Text.Fade(0.28));
        Chip(canvas, 6, 9, 10, 8);
        canvas.Line(2, White.Fade(0.85), (22, 11), (37, 11));
        canvas.Line(2, White.Fade(0.5), (22, 16), (33, 16));
        canvas.Line(2, White.Fade(0.5), (7, 23.5), (25, 23.5));
    }

    /// <summary>The mark of the chosen row: a shape, so that it does not hang on colour alone.</summary>
    public static void DrawMark(Canvas canvas, Tones tones, bool chosen)
    {
        if (chosen)
        {
            canvas.Disc(11, 11, 10, tones.Accent);
            canvas.Line(2.2, tones.IsDark ? Ink.Rgb(0x0B1B33) : White, (6.5, 11.5), (9.7, 14.6), (15.5, 7.8));
        }
        else
        {
            canvas.Ring(11, 11, 9, 1.5, tones.Text.Fade(0.4));
        }
    }

    public static void DrawScene(Canvas canvas, Tones tones, Picture picture)
    {
        switch (picture)
        {
            case Picture.ConnectReader:
                Plug(canvas, tones);
                break;
            case Picture.InsertCard:
                CardInto(canvas, tones, depth: 0, lit: false);
                canvas.Line(3.5, tones.Accent, (156, 22), (156, 52));
                canvas.Line(3.5, tones.Accent, (146, 43), (156, 53), (166, 43));
                break;
            case Picture.CardInReader:
                CardInto(canvas, tones, depth: 28, lit: true);
                break;
            case Picture.Warning:
                Card(canvas, 42, 22, 106, 70);
                canvas.Disc(146, 88, 24, tones.IsDark ? Ink.Rgb(0x2D2D2D) : White);
                canvas.Disc(146, 88, 20, Red);
                canvas.Line(4, White, (146, 78), (146, 90));
                canvas.Disc(146, 97, 2.6, White);
                break;
        }
    }

    private static void CardInto(Canvas canvas, Tones tones, double depth, bool lit)
    {
        canvas.Within(0, 0, SceneWidth, 72, inside =>
        {
            inside.Box(62, 6 + depth, 66, 96, 8, Blue);
            Chip(inside, 86, 42 + depth, 18, 22);
            inside.Line(3, White.Fade(0.8), (74, 20 + depth), (106, 20 + depth));
            inside.Line(3, White.Fade(0.45), (74, 30 + depth), (94, 30 + depth));
        });
        Reader(canvas, tones, 36, 68, lit);
    }

    private static void Reader(Canvas canvas, Tones tones, double x, double y, bool lit)
    {
        canvas.Box(x, y, 118, 46, 12, tones.IsDark ? Ink.Rgb(0x5C6470) : Ink.Rgb(0xC9D1DC));
        canvas.Box(x + 18, y + 4, 82, 6, 3, tones.IsDark ? Ink.Rgb(0x23272E) : Ink.Rgb(0x5B6675));
        canvas.Disc(x + 59, y + 29, 5, lit ? Green : tones.Text.Fade(0.25));
    }

    private static void Plug(Canvas canvas, Tones tones)
    {
        var dark = tones.IsDark ? Ink.Rgb(0x8A94A3) : Ink.Rgb(0x5B6675);
        Reader(canvas, tones, 4, 40, lit: false);
        canvas.Line(4, dark, (122, 63), (132, 63));
        canvas.Box(130, 53, 18, 20, 4, dark);
        canvas.Frame(148, 57, 11, 12, 1, 2.5, dark);
        canvas.Box(172, 30, 18, 66, 5, tones.Accent);
        canvas.Box(172, 55, 9, 16, 1.5, tones.IsDark ? Ink.Rgb(0x0B1B33) : White);
    }

    private static void Card(Canvas canvas, double x, double y, double width, double height)
    {
        canvas.Box(x, y, width, height, 9, Blue);
        Chip(canvas, x + 13, y + 22, 22, 18);
        canvas.Line(3.5, White.Fade(0.85), (x + 50, y + 24), (x + 90, y + 24));
        canvas.Line(3.5, White.Fade(0.5), (x + 50, y + 36), (x + 80, y + 36));
        canvas.Line(3.5, White.Fade(0.5), (x + 15, y + 56), (x + 62, y + 56));
    }

    private static void Chip(Canvas canvas, double x, double y, double width, double height)
    {
        canvas.Box(x, y, width, height, Math.Min(width, height) / 5, Gold);
        canvas.Line(width / 14, GoldLine.Fade(0.8), (x, y + (height / 2)), (x + width, y + (height / 2)));
        canvas.Line(width / 14, GoldLine.Fade(0.8), (x + (width / 2), y), (x + (width / 2), y + height));
    }
}
