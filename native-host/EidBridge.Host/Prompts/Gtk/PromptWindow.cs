using System.Runtime.InteropServices;
using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>The window: the site on top, below it what the view asks or says. Lives on GTK's thread only.</summary>
internal sealed class PromptWindow : IDisposable
{
    private const int Width = 480;
    private const int MinHeight = 380;
    private const uint EscapeKey = 0xFF1B;
    private readonly nint _window;
    private readonly ConfirmGuard _guard;
    private readonly Action<int, PromptEvent> _report;
    private readonly Tones _tones;
    private nint _content;
    private PinForm? _form;
    private ConfirmForm? _question;
    private LastTryPane? _lastTry;
    private Countdown? _countdown;
    private readonly TimeProvider _time;
    private int _view;
    private bool _presented;

    public PromptWindow(TimeProvider time, Action<int, PromptEvent> report)
    {
        const int TopLevel = 0;
        const int DialogHint = 1;
        const int Centred = 1;
        (_time, _report) = (time, report);
        _guard = new ConfirmGuard(time, () => GtkLoop.Post(UpdateConfirm));
        _window = Widgets.Styled(Gtk3.NewWindow(TopLevel), "eidbridge");
        _tones = Theme.Apply(_window);
        Gtk3.SetTypeHint(_window, DialogHint);
        Gtk3.SetResizable(_window, 0);
        Gtk3.SetPosition(_window, Centred);
        Gtk3.SetKeepAbove(_window, 1);
        Icon.Set(_window);
        Signals.OnEvent(_window, "key-press-event", KeyPressed);
        Signals.OnEvent(_window, "delete-event", _ => Cancel());
        Signals.OnEvent(_window, "map-event", _ => RestartGuard());
        Signals.OnEvent(_window, "focus-in-event", _ => Focused());
    }

    public void Show(PromptView view, PromptWords words, int number)
    {
        _view = number;
        Gtk3.SetTitle(_window, words.WindowTitle);
        Replace(words, ContentOf(view, words));
        Present();
    }

    public void Dispose()
    {
        _guard.Dispose();
        ForgetContent();
        Gtk3.Destroy(_window);
        Gdk.Flush(Gdk.DefaultDisplay());
    }

    private nint ContentOf(PromptView view, PromptWords words)
    {
        ForgetContent();
        switch (view)
        {
            case PromptView.EnterPin pin:
                _form = new PinForm(pin, words, _tones, _guard, typed => Confirm(pin, words, typed), () => Cancel());
                return _form.Widget;
            case PromptView.Confirm confirm:
                _question = new ConfirmForm(confirm, words, _tones, _guard, card => HandOver(card, pin: null), () => Cancel());
                return _question.Widget;
            case PromptView.Stopped stopped:
                return MessagePane.Stopped(stopped, words, _tones, () => Cancel());
            case PromptView.Waiting waiting:
                var pane = MessagePane.Waiting(waiting, words, _tones, () => Cancel(), out var text);
                _countdown = waiting.Seconds is { } seconds ? new Countdown(text, words.Countdown, seconds, _time) : null;
                return pane;
            default:
                throw new ArgumentOutOfRangeException(nameof(view));
        }
    }

    private void Confirm(PromptView.EnterPin view, PromptWords words, Card.Pin? typed)
    {
        var card = _form!.Chosen;
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
        var pane = new LastTryPane(words, words.LastTryText(view.Cards[card]), _tones, _guard, typed, pin => HandOver(card, pin), () => Show(view, words, _view));
        _form = null;
        _lastTry = pane;
        Replace(words, pane.Widget);
    }

    /// <param name="pin">Null where it is typed on the reader.</param>
    private void HandOver(int card, Card.Pin? pin)
    {
        Gtk3.SetSensitive(_content, 0);
        _report(_view, pin is null ? new PromptEvent.Confirmed(card) : new PromptEvent.PinEntered(card, pin));
    }

    private void Replace(PromptWords words, nint body)
    {
        if (_content != 0)
        {
            Gtk3.Destroy(_content);
        }

        _content = Widgets.Column(0);
        Gtk3.SetSizeRequest(_content, Width, MinHeight);
        Widgets.Pack(_content, SiteHeader.Build(words));
        Widgets.PackGrowing(_content, body);
        Gtk3.Add(_window, _content);
        Gtk3.ShowAll(_content);
        _form?.Focus();
        _question?.Focus();
        _lastTry?.Focus();
        RestartGuard();
    }

    private void Present()
    {
        if (_presented)
        {
            return;
        }

        _presented = true;
        Gtk3.ShowAll(_window);

        // Only a window that the screen has can ask; where it comes to the front all the same, it stops asking at once.
        Gtk3.SetUrgency(_window, 1);
        _form?.Focus();
        _question?.Focus();
        Gtk3.Present(_window, Now());
    }

    /// <summary>Window managers bring a window to the front only with a fresh time; only X11 lets a program ask for one.</summary>
    private uint Now()
    {
        var display = Gdk.DefaultDisplay();
        var type = Marshal.PtrToStringUTF8(Glib.TypeName((nuint)Marshal.ReadIntPtr(Marshal.ReadIntPtr(display))));
        return type == "GdkX11Display" ? Gdk.X11ServerTime(Gtk3.GdkWindow(_window)) : 0;
    }

    private bool KeyPressed(nint keyEvent)
    {
        if (Gdk.KeyValue(keyEvent, out var key) == 0 || key != EscapeKey)
        {
            return false;
        }

        if (_lastTry is { } lastTry)
        {
            lastTry.GoBack();
            return true;
        }

        return Cancel();
    }

    private bool Cancel()
    {
        _report(_view, new PromptEvent.Cancelled());
        return true;
    }

    private bool Focused()
    {
        Gtk3.SetUrgency(_window, 0);
        return RestartGuard();
    }

    private bool RestartGuard()
    {
        _guard.Restart();
        UpdateConfirm();
        return false;
    }

    private void UpdateConfirm()
    {
        _form?.Update();
        _question?.Update();
        _lastTry?.Update();
    }

    private void ForgetContent()
    {
        _form?.Clear();
        _form = null;
        _question?.Clear();
        _question = null;
        _lastTry?.Dispose();
        _lastTry = null;
        _countdown?.Dispose();
        _countdown = null;
    }
}
