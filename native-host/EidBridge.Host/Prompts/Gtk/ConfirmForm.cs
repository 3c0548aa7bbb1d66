using EidBridge.Host.Prompts.Drawing;
using EidBridge.Host.Prompts.Gtk.Interop;

namespace EidBridge.Host.Prompts.Gtk;

/// <summary>What the site asks for, the cards, and a button that agrees: no PIN.</summary>
internal sealed class ConfirmForm
{
    private readonly ConfirmGuard _guard;
    private readonly Action<int> _confirmed;
    private readonly CardList _cards;
    private readonly nint _confirm;
    private int _chosen;
    private bool _gone;

    public ConfirmForm(PromptView.Confirm view, PromptWords words, Tones tones, ConfirmGuard guard, Action<int> confirmed, Action cancelled)
    {
        _guard = guard;
        _confirmed = confirmed;
        _chosen = view.Chosen;
        _confirm = Widgets.Button(words.Agree, Confirm, "primary");

        _cards = new CardList(view.Cards, words, tones, index => _chosen = index, () => Gtk3.GrabFocus(_confirm));
        var body = Widgets.Column(8, "body");
        if (words.Notice is { } notice)
        {
            Widgets.Pack(body, Widgets.Label(notice, "banner", "problem"));
            Widgets.Describe(_confirm, notice);
        }

        DetailsBox.AddTo(body, words);
        Widgets.Pack(body, Widgets.Label(words.ListHeading, "section"), _cards.Widget);
        Widget = Widgets.Column(0);
        Widgets.PackGrowing(Widget, body);
        Widgets.Pack(Widget, Footer.Build(Widgets.Button(words.Texts["cancel"], cancelled), _confirm));
        _cards.Select(_chosen);
        Update();
    }

    public nint Widget { get; }

    /// <summary>On the card, not on the button: one stray Enter agrees to nothing.</summary>
    public void Focus() => _cards.Focus(_chosen);

    /// <summary>Nothing of the form is touched afterwards.</summary>
    public void Clear() => _gone = true;

    /// <summary>Looks again whether confirming is possible.</summary>
    public void Update()
    {
        if (!_gone)
        {
            Gtk3.SetSensitive(_confirm, _guard.IsOpen ? 1 : 0);
        }
    }

    private void Confirm()
    {
        if (!_gone && _guard.IsOpen)
        {
            _gone = true;
            _confirmed(_chosen);
        }
    }
}
