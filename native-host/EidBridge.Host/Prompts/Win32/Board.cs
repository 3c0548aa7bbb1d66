using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>The window that controls lie on, and the controls: what Windows asks of a parent is passed on to the control it is about.</summary>
internal sealed class Board(nint window, Theme theme)
{
    private readonly Dictionary<nint, Control> _controls = [];

    public nint Window => window;

    public Theme Theme { get; private set; } = theme;

    /// <summary>In the order they were made, which is the order of the Tab key and of a screen reader.</summary>
    public IEnumerable<Control> Controls => _controls.Values;

    public Control? Focused => Find(User32.GetFocus());

    public Control? Find(nint handle) => _controls.GetValueOrDefault(handle);

    public void Add(Control control) => _controls.Add(control.Handle, control);

    /// <summary>Everything is measured and drawn afresh: another screen, other colours.</summary>
    public void Change(Theme theme)
    {
        var old = Theme;
        Theme = theme;
        foreach (var control in _controls.Values)
        {
            control.ApplyTheme();
        }

        old.Release();
    }

    public void Clear()
    {
        foreach (var control in _controls.Values)
        {
            control.Destroy();
        }

        _controls.Clear();
    }

    /// <returns>Null when it is none of the messages that controls send to their parent.</returns>
    public unsafe nint? Answer(uint message, nint wParam, nint lParam)
    {
        switch (message)
        {
            case MessageId.DrawItem when Find(((DrawItem*)lParam)->Window) is { } drawn:
                drawn.Draw(in *(DrawItem*)lParam);
                return 1;
            case MessageId.Command when Find(lParam) is { } control:
                control.Notify((int)(wParam >> 16) & 0xFFFF);
                return 0;
            case MessageId.ColorEdit or MessageId.ColorListBox when Find(lParam) is { } coloured:
                return coloured.Color(wParam);
            default:
                return null;
        }
    }
}
