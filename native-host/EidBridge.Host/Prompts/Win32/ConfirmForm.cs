namespace EidBridge.Host.Prompts.Win32;

/// <summary>What the site asks for, the cards, and a button that agrees: no PIN.</summary>
internal sealed class ConfirmForm : Pane
{
    private readonly ConfirmGuard _guard;
    private readonly Action<int> _confirmed;
    private readonly CardList _cards;
    private readonly PushButton _confirm;
    private int _chosen;
    private bool _gone;

    public ConfirmForm(Board board, PromptView.Confirm view, PromptWords words, ConfirmGuard guard, PaneEvents<int> events)
    {
        (_guard, _confirmed, _chosen) = (guard, events.Confirmed, view.Chosen);
        var notice = new Notice(board, words.Notice);
        notice.Say(words.Notice);
        var body = FormParts.Begin(board, words, notice);
        _cards = new CardList(board, view.Cards, words, index => _chosen = index, () => _confirm!.Focus());
        Body = body.Add(_cards);
        var cancel = new PushButton(board, words.Texts["cancel"], ButtonKind.Plain, events.Cancelled);
        _confirm = new PushButton(board, words.Agree, ButtonKind.Primary, Confirm);
        Footer = new ButtonRow(() => board.Theme, cancel, _confirm);
        _cards.Choose(_chosen);
        Update();
    }

    public override IBlock Body { get; }

    public override IBlock Footer { get; }

    /// <summary>On the card, not on the button: one stray Enter agrees to nothing.</summary>
    public override void Focus() => _cards.Focus();

    public override void Forget() => _gone = true;

    public override void Update()
    {
        if (!_gone)
        {
            _confirm.Enable(_guard.IsOpen);
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
