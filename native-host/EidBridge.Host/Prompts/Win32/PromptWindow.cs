using EidBridge.Host.Prompts.Win32.Interop;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>The window: the site on top, below it what the view asks or says. Lives on the windows' thread only.</summary>
internal sealed class PromptWindow : IDisposable
{
    private readonly ConfirmGuard _guard;
    private readonly Action<int, PromptEvent> _report;
    private readonly TimeProvider _time;
    private readonly Board _board;
    private readonly WindowFrame _frame;
    private readonly WindowKeys _keys;
    private WindowLayout? _layout;
    private Pane? _pane;
    private Countdown? _countdown;
    private nint _focusedBefore;
    private int _view;
    private bool _isDisposed;

    public PromptWindow(TimeProvider time, nint near, Action<int, PromptEvent> report)
    {
        (_time, _report) = (time, report);
        _frame = new WindowFrame(near, time, Receive);
        _board = new Board(_frame.Handle, new Theme(_frame.Dpi));
        _guard = new ConfirmGuard(time, () => WindowLoop.Post(UpdateConfirm));
        _keys = new WindowKeys(_board, Escape);
        _frame.ApplyTheme(_board.Theme);
        WindowLoop.Filter = _keys.Handle;
    }

    public void Show(PromptView view, PromptWords words, int number)
    {
        _view = number;
        _frame.Title(words.WindowTitle);
        Replace(words, () => PaneOf(view, words));
        _frame.Present();
        _pane!.Focus();
        RestartGuard();
    }

    public void Dispose()
    {
        _isDisposed = true;
        _guard.Dispose();
        Forget();
        WindowLoop.Filter = static _ => false;
        _board.Clear();
        _frame.Dispose();
        _board.Theme.Release();
    }

    private Pane PaneOf(PromptView view, PromptWords words)
    {
        switch (view)
        {
            case PromptView.EnterPin pin:
                return new PinForm(_board, pin, words, _guard, new(typed => Confirm(pin, words, typed), Cancel, Arrange));
            case PromptView.Confirm confirm:
                return new ConfirmForm(_board, confirm, words, _guard, new(card => HandOver(card, pin: null), Cancel, Arrange));
            case PromptView.Stopped stopped:
                return MessagePane.Stopped(_board, stopped, words, Cancel);
            case PromptView.Waiting waiting:
                var pane = MessagePane.Waiting(_board, waiting, words, Cancel, out var text);
                _countdown = waiting.Seconds is { } seconds ? new Countdown(text, words.Countdown, seconds, _time) : null;
                return pane;
            default:
                throw new ArgumentOutOfRangeException(nameof(view));
        }
    }

    private void Confirm(PromptView.EnterPin view, PromptWords words, Card.Pin? typed)
    {
        var card = ((PinForm)_pane!).Chosen;
        if (view.Cards[card].TriesLeft == 1)
        {
            AskLastTry(view, words, card, typed);
        }
        else
        {
            HandOver(card, typed);
        }
    }

    private void AskLastTry(PromptView.EnterPin view, PromptWords words, int card, Card.Pin? typed)
    {
        // Posted: the control whose message is being handled is about to be destroyed. Another view, or the end, may come first.
        var asked = _view;
        WindowLoop.Post(() =>
        {
            if (_isDisposed || _view != asked)
            {
                typed?.Dispose();
                return;
            }

            var text = words.LastTryText(view.Cards[card]);
            Replace(words, () => new LastTryPane(_board, words, text, _guard, typed, pin => HandOver(card, pin), () => ShowAgain(view, words, asked)));
            _pane!.Focus();
            RestartGuard();
        });
    }

    private void ShowAgain(PromptView view, PromptWords words, int number) => WindowLoop.Post(() =>
    {
        if (!_isDisposed && _view == number)
        {
            Show(view, words, number);
        }
    });

    /// <param name="pin">Null where it is typed on the reader.</param>
    private void HandOver(int card, Card.Pin? pin)
    {
        foreach (var control in _board.Controls.Where(c => c.TakesKeys))
        {
            control.Enable(false);
        }

        _report(_view, pin is null ? new PromptEvent.Confirmed(card) : new PromptEvent.PinEntered(card, pin));
    }

    private void Replace(PromptWords words, Func<Pane> build)
    {
        Forget();
        _focusedBefore = 0;
        _ = User32.SetFocus(_frame.IsActive ? _frame.Handle : 0);
        _board.Clear();
        var header = SiteHeader.Build(_board, words);
        _pane = build();
        _layout = new WindowLayout(_board, header, _pane);
        Arrange();
    }

    private void Arrange() => _layout?.Arrange(_frame);

    private nint? Receive(nint window, uint message, nint wParam, nint lParam)
    {
        switch (message)
        {
            case MessageId.Close:
                Cancel();
                return 0;
            case MessageId.Activate:
                Activated((wParam & 0xFFFF) != 0);
                return 0;
            case MessageId.SetFocus:
                GiveFocusBack();
                return 0;
            case MessageId.EraseBackground:
                return 1;
            case MessageId.Paint:
                _layout?.Paint(_frame);
                return null;
            case MessageId.DpiChanged:
                ChangeTheme((uint)(wParam & 0xFFFF));
                return 0;
            case MessageId.SettingChange or MessageId.SystemColorChange:
                ChangeTheme(_board.Theme.Dpi);
                return null;
            default:
                return _board?.Answer(message, wParam, lParam);
        }
    }

    private void ChangeTheme(uint dpi)
    {
        if (_layout is null)
        {
            return;
        }

        _board.Change(new Theme(dpi));
        _frame.ApplyTheme(_board.Theme);
        Arrange();
    }

    private void Activated(bool active)
    {
        if (active)
        {
            _frame.StopFlashing();
            RestartGuard();
        }
        else if (User32.GetFocus() is var focused && User32.IsChild(_frame.Handle, focused) != 0)
        {
            _focusedBefore = focused;
        }
    }

    /// <summary>Windows gives the keyboard to the window; it belongs to the control that had it.</summary>
    private void GiveFocusBack()
    {
        if (_board?.Find(_focusedBefore) is { IsEnabled: true, IsVisible: true } control)
        {
            control.Focus();
        }
    }

    private void Escape()
    {
        if (_pane?.GoBack() != true)
        {
            Cancel();
        }
    }

    private void Cancel() => _report(_view, new PromptEvent.Cancelled());

    private void RestartGuard()
    {
        _guard?.Restart();
        UpdateConfirm();
    }

    private void UpdateConfirm()
    {
        var focused = _board.Focused;
        _pane?.Update();
        if (focused is { IsEnabled: false })
        {
            // The keyboard comes back when the guard opens.
            _focusedBefore = focused.Handle;
        }
        else if (focused is null && User32.GetFocus() == _frame.Handle)
        {
            GiveFocusBack();
        }
    }

    private void Forget()
    {
        _pane?.Forget();
        _pane = null;
        _countdown?.Dispose();
        _countdown = null;
    }
}
