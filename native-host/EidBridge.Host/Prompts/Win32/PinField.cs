using EidBridge.Card;
using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>
/// The PIN field. It is Windows' own password field, so that screen readers know it, but it is given stars only: the digits are kept
/// beside it and never become a text that another program could ask for.
/// </summary>
internal sealed class PinField : Control
{
    private const uint PasswordTabStop = 0x0020 | 0x0080 | 0x00010000;
    private const double PaddingX = 14;
    private const double PaddingY = 9;
    private readonly TypedDigits _digits = new();
    private readonly Action _changed;
    private readonly Action<string> _refused;
    private readonly Action _entered;
    private Rect _frame;

    /// <param name="refused">Called with the key of the text that says why a key did nothing.</param>
    public PinField(Board board, Action changed, Action<string> refused, Action entered)
        : base(board, "EDIT", string.Empty, PasswordTabStop)
    {
        const nint Dot = 0x25CF;
        (_changed, _refused, _entered) = (changed, refused, entered);
        _ = User32.SendMessage(Handle, MessageId.EditSetPasswordChar, Dot, 0);
        Procedures.Subclass(Handle, Receive);
        ApplyTheme();
    }

    public override bool TakesKeys => true;

    public bool IsComplete => _digits.IsComplete;

    private int LineHeight => Lettered.Height(Theme, "0", Lettering.Digits, 1000);

    public override int Measure(int width) => LineHeight + (2 * Theme.Pixels(PaddingY));

    public override void Place(int x, int y, int width, int height)
    {
        _frame = new Rect(x, y, x + width, y + height);
        var (paddingX, paddingY) = (Theme.Pixels(PaddingX), Theme.Pixels(PaddingY));
        base.Place(x + paddingX, y + paddingY, width - (2 * paddingX), height - (2 * paddingY));
    }

    public override void DrawAround(Canvas canvas)
    {
        var palette = Theme.Palette;
        var (x, y) = (_frame.Left / Theme.Density, _frame.Top / Theme.Density);
        var (width, height) = (_frame.Width / Theme.Density, _frame.Height / Theme.Density);
        var focused = User32.GetFocus() == Handle;
        canvas.Box(x, y, width, height, 7, palette.Surface);
        canvas.Frame(x + 1, y + 1, width - 2, height - 2, 6, focused ? 2 : 1, focused ? palette.Accent : palette.Muted);
    }

    public override nint Color(nint dc)
    {
        _ = Gdi32.SetTextColor(dc, Palette.ColorRef(Theme.Palette.Text));
        _ = Gdi32.SetBackColor(dc, Palette.ColorRef(Theme.Palette.Surface));
        return base.Color(dc);
    }

    public override void ApplyTheme()
    {
        _ = User32.SendMessage(Handle, MessageId.SetFont, Theme.Font(Lettering.Digits), 1);
        base.ApplyTheme();
    }

    public override void Notify(int code)
    {
        const int GotFocus = 0x0100;
        const int LostFocus = 0x0200;
        if (code is GotFocus or LostFocus)
        {
            RedrawFrame();
        }
    }

    public override bool Press(int key)
    {
        if (key == KeyCode.Enter)
        {
            _entered();
        }

        return key == KeyCode.Enter;
    }

    /// <exception cref="ArgumentException">Not complete.</exception>
    public Pin Take()
    {
        try
        {
            return _digits.Take();
        }
        finally
        {
            Clear();
        }
    }

    public void Clear()
    {
        _digits.Clear();
        _ = Procedures.CallTheirs(Handle, MessageId.SetText, 0, 0);
    }

    public override void Destroy()
    {
        _digits.End();
        base.Destroy();
    }

    private unsafe void RedrawFrame()
    {
        var frame = _frame;
        _ = Screen.InvalidateRect(Board.Window, &frame, erase: 1);
    }

    /// <summary>Keys, and everything by which a text could be set, copied or moved through.</summary>
    private nint? Receive(nint window, uint message, nint wParam, nint lParam)
    {
        switch (message)
        {
            case MessageId.Char:
                Type((char)wParam);
                return 0;
            case MessageId.KeyDown:
                WatchKeypad((int)wParam, isExtended: (lParam & (1 << 24)) != 0);
                return 0;
            case MessageId.LeftDown:
                Focus();
                return 0;
            case MessageId.LeftDoubleClick or MessageId.RightDown or MessageId.RightUp or MessageId.ContextMenu or MessageId.UnicodeChar
                or MessageId.SetText or MessageId.EditSetSelection or MessageId.EditReplaceSelection or MessageId.EditUndo
                or (>= MessageId.Cut and <= MessageId.Undo):
                return 0;
            default:
                return null;
        }
    }

    private void Type(char key)
    {
        const char Backspace = '\b';
        const char BackspaceWithControl = '\x7F';
        switch (key)
        {
            case >= '0' and <= '9':
                Add((byte)key);
                break;
            case Backspace when _digits.Count > 0:
                _digits.RemoveLast();
                _ = Procedures.CallTheirs(Handle, MessageId.Char, Backspace, 0);
                _changed();
                break;
            case BackspaceWithControl:
                Clear();
                _changed();
                break;
            case >= ' ':
                _refused("digits-only");
                break;
            default:
                break;
        }
    }

    private void Add(byte digit)
    {
        if (!_digits.IsFull)
        {
            _digits.Add(digit);
            _ = Procedures.CallTheirs(Handle, MessageId.Char, '*', 0);
            _changed();
        }
    }

    /// <summary>With Num Lock off the number pad moves the cursor and the person sees no dots.</summary>
    private void WatchKeypad(int key, bool isExtended)
    {
        if (!isExtended && key is KeyCode.Clear or (>= KeyCode.PageUp and <= KeyCode.Down) or (> KeyCode.Down and <= KeyCode.Delete))
        {
            _refused("num-lock");
        }
    }
}
