namespace EidBridge.Host.Prompts.Win32;

/// <summary>The certificates and the PIN field.</summary>
internal sealed class PinForm : Pane
{
    private readonly PromptWords _words;
    private readonly ConfirmGuard _guard;
    private readonly Action<Card.Pin?> _confirmed;
    private readonly PromptView.EnterPin _view;
    private readonly Action _resized;
    private readonly CardList _cards;
    private readonly PinField _field;
    private readonly Column _typed;
    private readonly Notice _notice;
    private readonly Label _hint;
    private readonly Label _onKeypad;
    private readonly PushButton _confirm;
    private bool _gone;

    public PinForm(Board board, PromptView.EnterPin view, PromptWords words, ConfirmGuard guard, PaneEvents<Card.Pin?> events)
    {
        (_view, _words, _guard, _confirmed, _resized, Chosen) = (view, words, guard, events.Confirmed, events.Resized, view.Chosen);
        _notice = new Notice(board, [.. Enumerable.Range(0, view.Cards.Count).Select(words.NoticeFor)]);
        _notice.Say(words.NoticeFor(Chosen));
        var body = FormParts.Begin(board, words, _notice);
        _cards = new CardList(board, view.Cards, words, Choose, Continue);
        var label = new MnemonicLabel(board, words.Texts["pin"], LabelStyle.Section, () => _field!.Focus());
        _field = new PinField(board, Changed, key => Hint(key, LabelStyle.Warning), Confirm);
        _hint = new Label(board, words.Texts["pin-hint"], LabelStyle.Hint);
        _onKeypad = new Label(board, words.Texts["on-keypad"], LabelStyle.Plain);
        _typed = new Column(() => board.Theme, gap: 7).Add(label).Add(_field).Add(_hint);
        Body = body.Add(_cards).Add(_typed, before: 8).Add(_onKeypad, before: 8);

        var cancel = new PushButton(board, words.Texts["cancel"], ButtonKind.Plain, events.Cancelled);
        _confirm = new PushButton(board, words.Agree, ButtonKind.Primary, Confirm);
        Footer = new ButtonRow(() => board.Theme, cancel, _confirm);
        _cards.Choose(Chosen);
        ShowWhereToType();
        Update();
    }

    public override IBlock Body { get; }

    public override IBlock Footer { get; }

    /// <summary>Index of the chosen card.</summary>
    public int Chosen { get; private set; }

    private bool OnKeypad => _view.Cards[Chosen].HasKeypad;

    public override void Focus()
    {
        if (OnKeypad)
        {
            _cards.Focus();
        }
        else
        {
            _field.Focus();
        }
    }

    public override void Forget()
    {
        _gone = true;
        _field.Clear();
    }

    public override void Update()
    {
        if (!_gone)
        {
            _confirm.Enable(_guard.IsOpen && (OnKeypad || _field.IsComplete));
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
        _field.Clear();
        _notice.Say(_words.NoticeFor(index));
        ShowWhereToType();
        _resized();
        Update();
    }

    private void ShowWhereToType()
    {
        _typed.Show(!OnKeypad);
        _onKeypad.Show(OnKeypad);
    }

    private void Continue()
    {
        if (OnKeypad)
        {
            _confirm.Focus();
        }
        else
        {
            _field.Focus();
        }
    }

    private void Changed()
    {
        Hint("pin-hint", LabelStyle.Hint);
        Update();
    }

    private void Hint(string key, LabelStyle style)
    {
        if (_hint.Text != _words.Texts[key])
        {
            _hint.Restyle(style);
            _hint.Say(_words.Texts[key]);
            _resized();
        }
    }

    private void Confirm()
    {
        if (!_gone && _guard.IsOpen && OnKeypad)
        {
            _gone = true;
            _confirmed(null);
        }
        else if (!_gone && _guard.IsOpen && _field.IsComplete)
        {
            _gone = true;
#pragma warning disable CA2000 // The PIN travels on in the event; whoever receives that disposes it.
            _confirmed(_field.Take());
#pragma warning restore CA2000
        }
    }
}
