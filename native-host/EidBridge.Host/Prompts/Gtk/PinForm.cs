using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>The certificates and the PIN field.</summary>
internal sealed class PinForm
{
    private readonly PromptWords _words;
    private readonly ConfirmGuard _guard;
    private readonly PinEntry _entry;
    private readonly Action<Card.Pin?> _confirmed;
    private readonly PromptView.EnterPin _view;
    private readonly CardList _cards;
    private readonly nint _typed;
    private readonly nint _onKeypad;
    private readonly nint _notice;
    private readonly nint _hint;
    private readonly nint _confirm;
    private bool _gone;

    public PinForm(
        PromptView.EnterPin view, PromptWords words, Tones tones, ConfirmGuard guard, Action<Card.Pin?> confirmed, Action cancelled)
    {
        _words = words;
        _guard = guard;
        _confirmed = confirmed;
        _view = view;
        Chosen = view.Chosen;
        _hint = Widgets.Label(words.Texts["pin-hint"], "hint");
        _entry = new PinEntry(Changed, Refused, Confirm);
        Widgets.Name(_entry.Widget, words.Texts.Plain("pin"));
        _confirm = Widgets.Button(words.Agree, Confirm, "primary");

        _cards = new CardList(view.Cards, words, tones, Choose, Continue);
        Widget = Widgets.Column(0);
        var body = Widgets.Column(8, "body");
        DetailsBox.AddTo(body, words);
        if (Enumerable.Range(0, view.Cards.Count).Any(card => words.NoticeFor(card) is not null))
        {
            _notice = Widgets.Label(string.Empty, "banner", "problem");
            Widgets.Pack(body, _notice);
        }

        Widgets.Pack(body, Widgets.Label(words.ListHeading, "section"), _cards.Widget);
        _typed = Widgets.Column(8);
        Widgets.Pack(_typed, Widgets.MnemonicLabel(words.Texts["pin"], _entry.Widget, "section", "spaced"), _entry.Widget, _hint);
        _onKeypad = Widgets.Label(words.Texts["on-keypad"], "spaced");
        Widgets.Pack(body, _typed, _onKeypad);
        Widgets.PackGrowing(Widget, body);
        Widgets.Pack(Widget, Footer.Build(Widgets.Button(words.Texts["cancel"], cancelled), _confirm));
        _cards.Select(Chosen);
        Changed();
    }

    public nint Widget { get; }

    /// <summary>Index of the chosen card.</summary>
    public int Chosen { get; private set; }

    private bool OnKeypad => _view.Cards[Chosen].HasKeypad;

    /// <summary>After everything is shown: the field, or the sentence in its place.</summary>
    public void Focus()
    {
        SayNotice();
        ShowWhereToType();
        if (OnKeypad)
        {
            _cards.Focus(Chosen);
        }
        else
        {
            _entry.Focus();
        }
    }

    /// <summary>Empties the field; nothing of the form is touched afterwards.</summary>
    public void Clear()
    {
        _gone = true;
        _entry.Clear();
    }

    /// <summary>Looks again whether confirming is possible.</summary>
    public void Update()
    {
        if (!_gone)
        {
            Gtk3.SetSensitive(_confirm, _guard.IsOpen && (OnKeypad || _entry.IsComplete) ? 1 : 0);
        }
    }

    private void Choose(int index)
    {
        if (index == Chosen)
        {
            return;
        }

        // Digits typed for one person's card must not reach another's.
        Chosen = index;
        _entry.Clear();
        SayNotice();
        ShowWhereToType();
        Update();
    }

    // A wrong PIN was one card's: whoever turns to another is not told that it was that one's.
    private void SayNotice()
    {
        if (_notice != 0)
        {
            var notice = _words.NoticeFor(Chosen);
            Gtk3.SetText(_notice, notice ?? string.Empty);
            Gtk3.SetVisible(_notice, notice is null ? 0 : 1);
            Widgets.Describe(_entry.Widget, notice ?? string.Empty);
        }
    }

    private void ShowWhereToType()
    {
        Gtk3.SetVisible(_typed, OnKeypad ? 0 : 1);
        Gtk3.SetVisible(_onKeypad, OnKeypad ? 1 : 0);
    }

    private void Continue()
    {
        if (OnKeypad)
        {
            Gtk3.GrabFocus(_confirm);
        }
        else
        {
            _entry.Focus();
        }
    }

    private void Changed()
    {
        Hint("pin-hint", warn: false);
        Update();
    }

    private void Refused(PinEntry.Refusal why) => Hint(why == PinEntry.Refusal.NumLockOff ? "num-lock" : "digits-only", warn: true);

    private void Hint(string key, bool warn)
    {
        Gtk3.SetText(_hint, _words.Texts[key]);
        Widgets.SwitchClass(_hint, "warn", warn);
    }

    private void Confirm()
    {
        if (!_gone && _guard.IsOpen && OnKeypad)
        {
            _gone = true;
            _confirmed(null);
        }
        else if (!_gone && _guard.IsOpen && _entry.IsComplete)
        {
            _gone = true;
#pragma warning disable CA2000 // The PIN travels on in the event; whoever receives that disposes it.
            _confirmed(_entry.Take());
#pragma warning restore CA2000
        }
    }
}
