namespace EidBridge.Host.Prompts.Win32;

/// <summary>Blocks below each other.</summary>
internal sealed class Column(Func<Theme> theme, double gap = 0) : IBlock
{
    private readonly List<(IBlock Block, double Before)> _blocks = [];

    public bool IsVisible { get; private set; } = true;

    private IEnumerable<(IBlock Block, double Before)> Shown => _blocks.Where(b => b.Block.IsVisible);

    /// <param name="before">More room before it, in pixels of a screen of normal density.</param>
    public Column Add(IBlock block, double before = 0)
    {
        _blocks.Add((block, before));
        return this;
    }

    public int Measure(int width)
    {
        var height = 0;
        foreach (var (block, before) in Shown)
        {
            height += block.Measure(width) + Room(height == 0, before);
        }

        return height;
    }

    public void Place(int x, int y, int width, int height)
    {
        var top = y;
        foreach (var (block, before) in Shown)
        {
            top += Room(top == y, before);
            var needed = block.Measure(width);
            block.Place(x, top, width, needed);
            top += needed;
        }
    }

    /// <summary>Hides or shows the controls in it.</summary>
    public void Show(bool visible)
    {
        IsVisible = visible;
        foreach (var (block, _) in _blocks)
        {
            (block as Control)?.Show(visible);
        }
    }

    private int Room(bool isFirst, double before) => isFirst ? 0 : theme().Pixels(gap + before);
}

/// <summary>A picture, and to its right what takes the rest.</summary>
internal sealed class PictureRow(Func<Theme> theme, PictureBox picture, IBlock rest) : IBlock
{
    private const double Gap = 16;

    public bool IsVisible => true;

    public int Measure(int width) => Math.Max(picture.Measure(width), rest.Measure(RestWidth(width)));

    public void Place(int x, int y, int width, int height)
    {
        picture.Place(x, y, picture.Width, picture.Measure(width));
        rest.Place(x + width - RestWidth(width), y, RestWidth(width), rest.Measure(RestWidth(width)));
    }

    private int RestWidth(int width) => width - picture.Width - theme().Pixels(Gap);
}

/// <summary>The buttons at the lower right.</summary>
internal sealed class ButtonRow(Func<Theme> theme, params PushButton[] buttons) : IBlock
{
    private const double Gap = 10;

    public bool IsVisible => true;

    public int Measure(int width) => buttons.Max(b => b.Measure(width));

    public void Place(int x, int y, int width, int height)
    {
        var right = x + width;
        foreach (var button in buttons.Reverse())
        {
            button.Place(right - button.Width, y, button.Width, height);
            right -= button.Width + theme().Pixels(Gap);
        }
    }
}
