using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>The second question before a PIN can block the card. Holds the typed PIN until it is answered.</summary>
internal sealed class LastTryPane : IDisposable
{
    private readonly ConfirmGuard _guard;
    private readonly Action<Card.Pin> _confirmed;
    private readonly Action _back;
    private readonly nint _use;
    private Card.Pin? _pin;

    public LastTryPane(
        PromptWords words, Theme theme, ConfirmGuard guard, Card.Pin pin, Action<Card.Pin> confirmed, Action back)
    {
        _guard = guard;
        _pin = pin;
        _confirmed = confirmed;
        _back = back;
        _use = Widgets.Button(words.Texts["use-last-try"], Use, "danger");
        Widget = Widgets.Column(0);
        Widgets.PackGrowing(
            Widget, MessagePane.Message(Picture.Warning, words.Texts["last-try"], words.Texts["last-try-text"], theme));
        Widgets.Pack(Widget, Footer.Build(Widgets.Button(words.Texts["back"], GoBack), _use));
    }

    public nint Widget { get; }

    public void GoBack()
    {
        Dispose();
        _back();
    }

    public void GuardRestarted()
    {
        Update();
        GtkLoop.PostLater(ConfirmGuard.Delay + TimeSpan.FromMilliseconds(10), Update);
    }

    public void Dispose()
    {
        _pin?.Dispose();
        _pin = null;
    }

    private void Update()
    {
        if (_pin is not null)
        {
            Gtk3.SetSensitive(_use, _guard.IsOpen ? 1 : 0);
        }
    }

    private void Use()
    {
        if (_guard.IsOpen && _pin is { } pin)
        {
            _pin = null;
            _confirmed(pin);
        }
    }
}
