using EidBridge.Card;
using EidBridge.Host.Commands.Tasks;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Commands;

/// <summary>Leads the person from "put in your card" to what the request wants of it. One per request; at most one VERIFY for each PIN entered.</summary>
internal sealed class CardDialog(ICardReaders readers, IPrompt prompt, CardTask task, CardScreens screens, TimeProvider time) : IAsyncDisposable
{
    /// <summary>A command on its way is never cut off; a reader that hangs is not waited for.</summary>
    private static readonly TimeSpan LastCommandLimit = TimeSpan.FromSeconds(5);

    /// <summary>What the service is given to end its wait when the request ends anyway.</summary>
    private static readonly TimeSpan EndOfWaitLimit = TimeSpan.FromMilliseconds(250);

    private readonly CardTable _cards = new(reader => ListedCard.Read(readers, reader, task, time.GetUtcNow()), time);

    private readonly ReaderWatch _watch = new(readers, time);

    /// <summary>What the window says that ends here, once only Cancel is left; null while something can still be done.</summary>
    public EidBridgeException? DeadEnd => screens.DeadEnd;

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.UserCancelled"/>, or what made the window stop.</exception>
    /// <exception cref="CardException">What the person cannot mend in the window.</exception>
    /// <exception cref="OperationCanceledException">The time is over or the browser is gone.</exception>
    public async Task<HostReply> RunAsync(CancellationToken cancellationToken)
    {
        await screens.BeginAsync();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ShowAsync();
            switch (await NextAsync(cancellationToken))
            {
                case PromptEvent.Cancelled:
                    throw DeadEnd ?? new EidBridgeException(ErrorCode.UserCancelled);
                case PromptEvent.PinEntered entered when await SignAsync(entered, cancellationToken) is { } reply:
                    return reply;
                case PromptEvent.Confirmed onKeypad when task is PinTask signing && await SignOnKeypadAsync(signing, onKeypad.Card, cancellationToken) is { } reply:
                    return reply;
                case PromptEvent.Confirmed confirmed when await ReadAsync(confirmed.Card, cancellationToken) is { } reply:
                    return reply;
                case PromptEvent.PinEntered or PromptEvent.Confirmed:
                    _watch.LookAnew();
                    break;
                default:
                    break;
            }
        }
    }

    public ValueTask DisposeAsync() => _cards.DisposeAsync();

    private async Task ShowAsync()
    {
        if (_watch.Present is not { } present)
        {
            return;
        }

        // Somebody who sees another card in front of them is not told of one that left.
        if (await _cards.FollowAsync(present) && !_cards.HasUsable)
        {
            screens.Why = ErrorCode.CardRemoved;
        }

        await screens.ShowAsync(_cards, present);
    }

    /// <summary>Waits for the readers, for a card that is being read and for the person at the same time; sends nothing to a card.</summary>
    /// <returns>What the person did, if it was the person.</returns>
    private async Task<PromptEvent?> NextAsync(CancellationToken cancellationToken)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var person = prompt.NextEventAsync(round.Token).AsTask();
        var look = Task.Delay(_cards.NextLook, time, round.Token);

        // What a reading or the clock tells cannot be taken over before the readers were looked at.
        var mustLook = _watch.Present is null;
        var change = _watch.NextAsync(round.Token);
        await (mustLook ? Task.WhenAny(person, change) : Task.WhenAny(person, change, _cards.NextRead, look));
        await round.CancelAsync();
        var happened = await UnlessCancelledAsync(person);
        if (happened is PromptEvent.Cancelled || cancellationToken.IsCancellationRequested)
        {
            // Nobody waits for the readers any more.
            await Task.WhenAny(change, Task.Delay(EndOfWaitLimit, time, CancellationToken.None));
            return happened;
        }

        try
        {
            await change.WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is CardException or OperationCanceledException)
        {
            // A PIN that came while the service stopped, or at the end of the time, is nobody's any more.
            (happened as PromptEvent.PinEntered)?.Pin.Dispose();
            throw;
        }

        return happened;
    }

    private static async Task<PromptEvent?> UnlessCancelledAsync(Task<PromptEvent> person)
    {
        try
        {
            return await person;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<HostReply?> SignAsync(PromptEvent.PinEntered entered, CancellationToken cancellationToken)
    {
        using var pin = entered.Pin;
        cancellationToken.ThrowIfCancellationRequested();
        if (task is not PinTask signing || Usable(entered.Card) is not { Finding: CertificateFinding chosen } card)
        {
            return null;
        }

        var hash = signing.HashFor(chosen.Certificate);
        await screens.ShowSigningAsync();
        return await UnlessCardFailsAsync(card, async () => Conclude(
            signing, card, chosen, hash,
            await UnlessPersonCancelsAsync(stop => card.UsePin(signing.Tries, c => c.Sign(signing.Key, pin, hash, stop)), cancellationToken)));
    }

    private async Task<HostReply?> SignOnKeypadAsync(PinTask signing, int index, CancellationToken cancellationToken)
    {
        if (Usable(index) is not { HasKeypad: true, Finding: CertificateFinding chosen } card)
        {
            return null;
        }

        var hash = signing.HashFor(chosen.Certificate);
        await screens.ShowKeypadAsync(card.TriesLeftNow);
        return await UnlessCardFailsAsync(card, async () => Conclude(
            signing, card, chosen, hash,
            await UnlessPersonCancelsAsync(
                stop => card.UsePin(signing.Tries, c => c.SignWithPinPad(signing.Key, hash, screens.Language, stop)), cancellationToken)));
    }

    private async Task<HostReply?> ReadAsync(int index, CancellationToken cancellationToken)
    {
        if (task is not ConsentTask consent || Usable(index) is not { Finding: { } chosen } card)
        {
            return null;
        }

        if (consent.ReadsMore)
        {
            await screens.ShowReadingAsync();
        }

        return await UnlessCardFailsAsync(
            card, async () => await UnlessPersonCancelsAsync(stop => card.Use(c => consent.Answer(c, chosen, stop)), cancellationToken));
    }

    private ListedCard? Usable(int index)
    {
        screens.Why = null;
        if (_cards.Cards.ElementAtOrDefault(index) is not { Obstacle: null } card)
        {
            return null;
        }

        screens.Chosen = card.Reader;
        return card;
    }

    /// <returns>Null when the person is led back to the cards.</returns>
    private async Task<HostReply?> UnlessCardFailsAsync(ListedCard card, Func<Task<HostReply?>> act)
    {
        try
        {
            return await act();
        }
        catch (CardException e) when (CardFaults.KeepsWindow(e.Fault))
        {
            // A PIN is dropped; the card is read again, for it may be another one.
            screens.Why = CardFaults.CodeOf(e.Fault);
            _cards.Forget(card);
            return null;
        }
    }

    /// <summary>The card may be held by another program for seconds: Cancel counts meanwhile, and up to the answer.</summary>
    private async Task<T> UnlessPersonCancelsAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ended = new CancellationTokenSource();
        var person = UnlessCancelledAsync(prompt.NextEventAsync(ended.Token).AsTask());
        if (person.IsCompleted && await person is PromptEvent.Cancelled)
        {
            throw new EidBridgeException(ErrorCode.UserCancelled);
        }

        var working = CardWork.RunAsync(() => work(stop.Token));
        var given = Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        var patience = Task.Delay(CardTable.Long, time, ended.Token);
        if (await Task.WhenAny(person, working, given, patience) == patience)
        {
            SayItTakesLong();
            await Task.WhenAny(person, working, given);
        }

        if (!working.IsCompleted)
        {
            await stop.CancelAsync();
            await Task.WhenAny(working, Task.Delay(LastCommandLimit, time, CancellationToken.None));
        }

        await ended.CancelAsync();

        // A window that broke takes no signature with it that the card has made.
        await ((Task)person).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!(person.IsFaulted && working.IsCompletedSuccessfully) && await person is PromptEvent.Cancelled)
        {
            throw new EidBridgeException(ErrorCode.UserCancelled);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await working;
    }

    private void SayItTakesLong()
    {
        try
        {
            screens.SayItTakesLong();
        }
        catch (EidBridgeException e) when (e.Code == ErrorCode.PromptUnavailable)
        {
            // The card goes on all the same.
        }
    }

    private HostReply? Conclude(PinTask signing, ListedCard card, CertificateFinding chosen, HashToSign hash, SigningResult result)
    {
        switch (result)
        {
            case SigningResult.Signed signed when chosen.Certificate.Verifies(hash, signed.Signature):
                card.PinWasRight(signing.Tries);
                return signing.Answer(chosen, signed.Signature);
            case SigningResult.WrongPin { TriesLeft: { } left }:
                card.HasTries(left);
                return null;
            case SigningResult.WrongPin:
                screens.Why = ErrorCode.PinWrong;
                return null;
            case SigningResult.KeypadCancelled:
                throw new EidBridgeException(ErrorCode.UserCancelled);
            case SigningResult.KeypadTimedOut:
                screens.Why = ErrorCode.KeypadTimeout;
                return null;
            case SigningResult.PinBlocked:
                card.HasTries(0);
                return null;
            default:
                throw new EidBridgeException(ErrorCode.CardError, "the signature is not the certificate's");
        }
    }
}
