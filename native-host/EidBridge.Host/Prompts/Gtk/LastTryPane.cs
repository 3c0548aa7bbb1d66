using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>The second question before a PIN can block the card. Holds the typed PIN, where one was typed, until it is answered.</summary>
internal sealed class LastTryPane : IDisposable
{
    private readonly ConfirmGuard _guard;
    private readonly Action<Card.Pin?> _confirmed;
    private readonly Action _back;
    private readonly nint _use;
    private readonly nint _goBack;
    private Card.Pin? _pin;
    private bool _answered;

    public LastTryPane(
        PromptWords words, string text, Tones tones, ConfirmGuard guard, Card.Pin? pin, Action<Card.Pin?> confirmed, Action back)
    {
        _guard = guard;
        _pin = pin;
        _confirmed = confirmed;
        _back = back;
        _use = Widgets.Button(words.Texts["use-last-try"], Use, "danger");
        _goBack = Widgets.Button(words.Texts["back"], GoBack);
        Widget = Widgets.Column(0);
        Widgets.PackGrowing(
            Widget, MessagePane.Message(Picture.Warning, words.Texts["last-try"], text, tones));
        Widgets.Pack(Widget, Footer.Build(_goBack, _use));
    }

    public nint Widget { get; }

    /// <summary>An Enter pressed once too often goes back.</summary>
    public void Focus() => Gtk3.GrabFocus(_goBack);

    /// <summary>Looks again whether confirming is possible.</summary>
    public void Update()
    {
        if (!_answered)
        {
            Gtk3.SetSensitive(_use, _guard.IsOpen ? 1 : 0);
        }
    }

    public void GoBack()
    {
        Dispose();
        _back();
    }

    public void Dispose()
    {
        _answered = true;
        _pin?.Dispose();
        _pin = null;
    }

    private void Use()
    {
        if (_guard.IsOpen && !_answered)
        {
            _answered = true;
            var pin = _pin;
            _pin = null;
            _confirmed(pin);
        }
    }
}
