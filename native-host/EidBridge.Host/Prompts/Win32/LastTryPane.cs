using EidBridge.Host.Prompts.Drawing;

namespace EidBridge.Host.Prompts.Win32;

/// <summary>The second question before a PIN can block the card. Holds the typed PIN, where one was typed, until it is answered.</summary>
internal sealed class LastTryPane : Pane
{
    private readonly ConfirmGuard _guard;
    private readonly Action<Card.Pin?> _confirmed;
    private readonly Action _back;
    private readonly PushButton _use;
    private readonly PushButton _goBack;
    private Card.Pin? _pin;
    private bool _answered;

    public LastTryPane(Board board, PromptWords words, string text, ConfirmGuard guard, Card.Pin? pin, Action<Card.Pin?> confirmed, Action back)
    {
        (_guard, _pin, _confirmed, _back) = (guard, pin, confirmed, back);
        Body = MessagePane.Message(board, Picture.Warning, words.Texts["last-try"], text, out _);
        _goBack = new PushButton(board, words.Texts["back"], ButtonKind.Plain, () => GoBack());
        _use = new PushButton(board, words.Texts["use-last-try"], ButtonKind.Danger, Use);
        Footer = new ButtonRow(() => board.Theme, _goBack, _use);
        Update();
    }

    public override IBlock Body { get; }

    public override IBlock Footer { get; }

    public override bool IsCentred => true;

    /// <summary>An Enter pressed once too often goes back.</summary>
    public override void Focus() => _goBack.Focus();

    public override void Update()
    {
        if (!_answered)
        {
            _use.Enable(_guard.IsOpen);
        }
    }

    public override bool GoBack()
    {
        Forget();
        _back();
        return true;
    }

    public override void Forget()
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
