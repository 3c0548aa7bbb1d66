using EidBridge.Card;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Commands;

/// <summary>Chooses what the window shows, and tells the browser the same in a word.</summary>
internal sealed class CardScreens(IPrompt prompt, PromptSite site, string language, ReportProgress report)
{
    /// <summary>A reader's own limit for its keypad.</summary>
    private const int KeypadSeconds = 30;
    private const string WaitingForReader = "waiting-for-reader";
    private const string WaitingForCard = "waiting-for-card";
    private const string ReadingCard = "reading-card";
    private const string WaitingForPin = "waiting-for-pin";
    private const string WaitingForConsent = "waiting-for-consent";
    private const string Signing = "signing";
    private const string Stopped = "stopped";
    private ProgressReply? _reported;
    private bool _isAsking;
    private string? _waiting;
    private string? _why;
    private (string Screen, CardReader? Card)? _saidAt;

    /// <summary>Of the window, and of a reader's display.</summary>
    public string Language => language;

    /// <summary>Why the person is back at an earlier screen: stands there until they answer, or until the screen or its card is another one.</summary>
    public string? Why
    {
        get => _why;
        set => (_why, _saidAt) = (value, null);
    }

    /// <summary>The card last used: it stays the chosen one.</summary>
    public CardReader? Chosen { get; set; }

    /// <summary>The failure that is on the screen when nothing can be done with what is in the readers.</summary>
    public EidBridgeException? DeadEnd { get; private set; }

    public Task BeginAsync() => WaitAsync(WaitingForCard, code: null);

    public Task ShowSigningAsync() => WaitAsync(Signing, code: null);

    /// <param name="triesLeft">Where they are known.</param>
    public Task ShowKeypadAsync(int? triesLeft)
    {
        _isAsking = false;
        _waiting = null;
        prompt.Show(new PromptView.Waiting(site, Language, "keypad") { Seconds = KeypadSeconds });
        return ReportAsync(new ProgressReply(WaitingForPin, triesLeft));
    }

    public Task ShowReadingAsync() => WaitAsync(ReadingCard, code: null);

    /// <summary>Of reading or signing; a keypad's window counts down instead.</summary>
    public void SayItTakesLong()
    {
        if (_waiting is ReadingCard or Signing)
        {
            prompt.Show(new PromptView.Waiting(site, language, _waiting) { IsLong = true });
        }
    }

    public Task ShowAsync(CardTable cards, IReadOnlyList<CardReader> present)
    {
        DeadEnd = null;

        // A card that is put in while the PIN is being typed changes the window once it was read, not before.
        if (!cards.IsSettled && !(_isAsking && cards.HasUsable))
        {
            return ReadAsync(cards);
        }

        if (cards.HasUsable)
        {
            return AskAsync(cards);
        }

        // A slow card is not asked for once more, and nothing is over before it was read; a blocked PIN is told to who has just typed it.
        if (cards.IsReading && !cards.Cards.Any(card => card.Obstacle == ErrorCode.PinBlocked))
        {
            return ReadAsync(cards);
        }

        if (cards.Cards.Count > 0)
        {
            return StopAsync(cards);
        }

        var waiting = present.Count == 0 ? WaitingForReader : WaitingForCard;
        return WaitAsync(waiting, WhyAt(waiting));
    }

    private Task ReadAsync(CardTable cards)
    {
        // What was not said yet is said after the reading.
        Why = _saidAt is null ? Why : null;
        return WaitAsync(ReadingCard, code: null, cards.IsTakingLong);
    }

    private Task AskAsync(CardTable cards)
    {
        var list = cards.Cards;
        var chosen = list.FirstOrDefault(card => card.Obstacle is null && string.Equals(card.Reader.Name, Chosen?.Name, StringComparison.Ordinal))
            ?? list.First(card => card.Obstacle is null);

        _isAsking = true;
        _waiting = null;
        var index = list.ToList().IndexOf(chosen);
        var state = site.Purpose.NeedsPin ? WaitingForPin : WaitingForConsent;

        // A card that left is no news to somebody who sees the card in front of them.
        var code = WhyAt(state, chosen.Reader) is { } why and not ErrorCode.CardRemoved and not ErrorCode.NoReader ? why : null;
        if (!site.Purpose.NeedsPin)
        {
            prompt.Show(new PromptView.Confirm(site, language, cards.Rows, index, code));
            return ReportAsync(new ProgressReply(state));
        }

        prompt.Show(new PromptView.EnterPin(site, language, cards.Rows, index, code));
        return ReportAsync(new ProgressReply(state, chosen.TriesLeftNow));
    }

    private Task StopAsync(CardTable cards)
    {
        _isAsking = false;
        var first = cards.Cards.FirstOrDefault(card => card.Obstacle == ErrorCode.PinBlocked) ?? cards.Cards[0];
        DeadEnd = new EidBridgeException(first.Obstacle!) { TriesLeft = first.TriesLeft };
        Why = null;
        prompt.Show(new PromptView.Stopped(site, language, cards.Rows, first.Obstacle!));

        // The browser gives the card 30 s to sign, and whoever reads this more.
        return ReportAsync(new ProgressReply(Stopped));
    }

    private Task WaitAsync(string state, string? code, bool isLong = false)
    {
        _isAsking = false;
        _waiting = state;
        prompt.Show(new PromptView.Waiting(site, language, state, code) { IsLong = isLong });
        return ReportAsync(new ProgressReply(state));
    }

    private Task ReportAsync(ProgressReply progress)
    {
        if (progress == _reported)
        {
            return Task.CompletedTask;
        }

        _reported = progress;
        return report(progress);
    }

    private string? WhyAt(string screen, CardReader? card = null)
    {
        if (_saidAt is { } before && before != (screen, card))
        {
            Why = null;
        }

        _saidAt = (screen, card);
        return Why;
    }
}
