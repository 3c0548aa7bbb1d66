using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>Something with a place in the window.</summary>
internal interface IBlock
{
    bool IsVisible { get; }

    /// <returns>The height that it needs at this width, in pixels.</returns>
    int Measure(int width);

    void Place(int x, int y, int width, int height);
}

/// <summary>
/// A child window of a kind that Windows knows, so that a screen reader knows it too: its role comes with the kind, its name is the
/// window's text or the text before it.
/// </summary>
internal abstract class Control : IBlock
{
    private const uint Child = 0x40000000;
    private const uint Visible = 0x10000000;
    private const int Hide = 0;
    private const int ShowInPlace = 8;

    protected Control(Board board, string kind, string text, uint style)
    {
        Board = board;
        Text = text;
        Handle = User32.CreateWindow(0, kind, text, Child | Visible | style, 0, 0, 0, 0, board.Window, 0, 0, 0);
        if (Handle == 0)
        {
            throw new InvalidOperationException(kind);
        }

        board.Add(this);
    }

    public nint Handle { get; }

    public string Text { get; private set; }

    public bool IsVisible { get; private set; } = true;

    /// <summary>Whether the Tab key stops here.</summary>
    public virtual bool TakesKeys => false;

    public bool IsEnabled => User32.IsWindowEnabled(Handle) != 0;

    protected Board Board { get; }

    protected Theme Theme => Board.Theme;

    /// <summary>In pixels of the window.</summary>
    protected Rect Area { get; private set; }

    public abstract int Measure(int width);

    public virtual void Place(int x, int y, int width, int height)
    {
        Area = new Rect(x, y, x + width, y + height);
        Move(Area);
    }

    /// <summary>What surrounds the control, drawn on the window itself.</summary>
    public virtual void DrawAround(Canvas canvas)
    {
    }

    public virtual void Draw(in DrawItem item)
    {
    }

    /// <param name="code">What happened, in the words of this kind of control.</param>
    public virtual void Notify(int code)
    {
    }

    /// <returns>The brush of the background.</returns>
    public virtual nint Color(nint dc) => Theme.Brush(Theme.Palette.Surface);

    public virtual void ApplyTheme() => Invalidate();

    /// <returns>Whether the key does something here and nothing else.</returns>
    public virtual bool Press(int key) => false;

    public void Focus() => _ = User32.SetFocus(Handle);

    public void Say(string text)
    {
        Text = text;
        _ = User32.SetText(Handle, text);
        Invalidate();
    }

    /// <summary>Tells screen readers that this was not here a moment ago.</summary>
    public void Announce()
    {
        const uint Alert = 0x0002;
        const int Client = -4;
        User32.NotifyWinEvent(Alert, Handle, Client, child: 0);
    }

    public void Show(bool visible)
    {
        IsVisible = visible;
        _ = User32.ShowWindow(Handle, visible ? ShowInPlace : Hide);
    }

    /// <summary>A control that had the keyboard when it was put to sleep gets it back; meanwhile the window keeps it.</summary>
    public void Enable(bool enabled)
    {
        if (enabled == IsEnabled)
        {
            return;
        }

        if (!enabled && User32.GetFocus() == Handle)
        {
            _ = User32.SetFocus(Board.Window);
        }

        _ = User32.EnableWindow(Handle, enabled ? 1 : 0);
        Invalidate();
    }

    /// <summary>By whoever owns the board.</summary>
    public virtual void Destroy()
    {
        Procedures.Forget(Handle);
        _ = User32.DestroyWindow(Handle);
    }

    public unsafe void Invalidate() => _ = Screen.InvalidateRect(Handle, null, erase: 1);

    protected void Move(Rect area)
    {
        const uint NoOrderNoActivation = 0x0004 | 0x0010;
        _ = User32.SetWindowPos(Handle, 0, area.Left, area.Top, area.Width, area.Height, NoOrderNoActivation);
    }
}
