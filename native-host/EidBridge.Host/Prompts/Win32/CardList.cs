using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>Every card in every reader; those that cannot be used say why and cannot be chosen.</summary>
internal sealed class CardList : Control
{
    private const uint List = 0x0001 | 0x0020 | 0x0040 | 0x0100 | 0x00200000;
    private const uint TabStop = 0x00010000;
    private const int ShownAtOnce = 3;
    private const int TallestItem = 255;
    private readonly IReadOnlyList<CardRow> _cards;
    private readonly CardRowPainter[] _rows;
    private readonly Action<int> _chosen;
    private readonly Action? _done;
    private Rect _frame;
    private int _current = -1;

    /// <param name="chosen">Called with the index when a usable row is chosen.</param>
    /// <param name="done">Called when the person leaves the list for what comes after it: a click, Enter or Tab.</param>
    public CardList(Board board, IReadOnlyList<CardRow> cards, PromptWords words, Action<int> chosen, Action? done = null)
        : base(board, "LISTBOX", string.Empty, List | (cards.Any(c => c.IsUsable) ? TabStop : 0))
    {
        (_cards, _chosen, _done) = (cards, chosen, done);
        _rows = [.. cards.Zip(words.Cards, (card, said) => new CardRowPainter(said, card.IsUsable))];
        foreach (var row in _rows)
        {
            _ = User32.SendText(Handle, MessageId.ListAdd, 0, row.Spoken);
        }
    }

    public override bool TakesKeys => _cards.Any(c => c.IsUsable);

    public IEnumerable<string> Spoken => _rows.Select(row => row.Spoken);

    public override int Measure(int width)
    {
        var heights = _rows.Select(row => row.Measure(Theme, Inside(width))).ToArray();
        for (var i = 0; i < heights.Length; i++)
        {
            _ = User32.SendMessage(Handle, MessageId.ListSetItemHeight, i, Math.Min(heights[i], TallestItem));
        }

        return heights.Take(ShownAtOnce).Sum(h => Math.Min(h, TallestItem)) + (2 * Border);
    }

    public override void Place(int x, int y, int width, int height)
    {
        _frame = new Rect(x, y, x + width, y + height);
        base.Place(x + Border, y + Border, width - (2 * Border), height - (2 * Border));
        _ = User32.SendMessage(Handle, MessageId.ListSetTop, Math.Max(0, _current - ShownAtOnce + 1), 0);
    }

    public override void DrawAround(Canvas canvas)
    {
        var (x, y) = (_frame.Left / Theme.Density, _frame.Top / Theme.Density);
        var (width, height) = (_frame.Width / Theme.Density, _frame.Height / Theme.Density);
        canvas.Box(x, y, width, height, 8, Theme.Palette.Surface);
        canvas.Frame(x + 0.5, y + 0.5, width - 1, height - 1, 8, 1, Theme.Palette.Line);
    }

    public override void Draw(in DrawItem item)
    {
        if (item.ItemId < _rows.Length)
        {
            var index = (int)item.ItemId;
            _rows[index].Draw(in item, Theme, isChosen: index == _current, hasFocus: index == _current && User32.GetFocus() == Handle);
        }
    }

    public override void Notify(int code)
    {
        const int SelectionChanged = 1;
        const int GotFocus = 4;
        const int LostFocus = 5;
        switch (code)
        {
            case SelectionChanged:
                Choose((int)User32.SendMessage(Handle, MessageId.ListGetSelection, 0, 0));
                break;
            case GotFocus or LostFocus:
                Invalidate();
                break;
        }
    }

    /// <summary>An unusable row is not chosen: the one before stays.</summary>
    public void Choose(int index)
    {
        var isUsable = index >= 0 && index < _cards.Count && _cards[index].IsUsable;
        var isNew = isUsable && index != _current;
        _current = isUsable ? index : _current;
        _ = User32.SendMessage(Handle, MessageId.ListSetSelection, _current, 0);
        Invalidate();
        if (isNew)
        {
            _chosen(index);
        }
    }

    /// <summary>A click chooses and goes on to what comes after.</summary>
    public void Click(nint position)
    {
        const int Outside = 1;
        var hit = User32.SendMessage(Handle, MessageId.ListItemFromPoint, 0, position);
        var index = (int)(hit & 0xFFFF);
        if ((hit >> 16) == Outside || index >= _cards.Count || !_cards[index].IsUsable)
        {
            return;
        }

        Focus();
        Choose(index);
        _done?.Invoke();
    }

    public override bool Press(int key)
    {
        switch (key)
        {
            case KeyCode.Tab when _done is null:
                return false;
            case KeyCode.Enter or KeyCode.Space or KeyCode.Tab:
                _done?.Invoke();
                break;
            case KeyCode.Up:
                Step(-1);
                break;
            case KeyCode.Down:
                Step(+1);
                break;
            default:
                break;
        }

        // Letters would jump to a row that begins with them.
        return true;
    }

    public override void ApplyTheme()
    {
        base.ApplyTheme();
        _ = User32.SendMessage(Handle, MessageId.SetFont, Theme.Font(Lettering.Normal), 0);
    }

    private int Border => Theme.Pixels(4);

    private void Step(int by)
    {
        for (var index = _current + by; index >= 0 && index < _cards.Count; index += by)
        {
            if (_cards[index].IsUsable)
            {
                Choose(index);
                return;
            }
        }
    }

    private int Inside(int width) => width - (2 * Border) - (_rows.Length > ShownAtOnce ? Theme.Pixels(17) : 0);
}
