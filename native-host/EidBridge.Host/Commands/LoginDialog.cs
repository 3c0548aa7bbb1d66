using EidBridge.Card;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Commands;

/// <summary>What came out of the window: whose certificate, and its signature.</summary>
/// <param name="Issuer">DER of the issuing CA, where it was asked for and is known.</param>
internal sealed record SignedLogin(CertificateFacts Certificate, byte[] Signature, byte[]? Issuer);

/// <summary>Leads the person from "put in your card" to a signature. One per request; at most one VERIFY for each PIN entered.</summary>
internal sealed class LoginDialog(
    ICardReaders readers, IPrompt prompt, AuthenticateRequest request, LoginScreens screens, IssuerCache issuers, TimeProvider time) : IAsyncDisposable
{
    /// <summary>A command on its way is never cut off; a reader that hangs is not waited for.</summary>
    private static readonly TimeSpan LastCommandLimit = TimeSpan.FromSeconds(5);

    private readonly CardTable _cards = new(
        reader => ListedCard.Read(readers, reader, time.GetUtcNow(), request.WantsIssuers ? issuers : null), time);

    private readonly ReaderWatch _watch = new(readers, time);

    /// <summary>What the window says that ends here, once only Cancel is left; null while something can still be done.</summary>
    public EidBridgeException? DeadEnd => screens.DeadEnd;

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.UserCancelled"/>, or what made the window stop.</exception>
    /// <exception cref="CardException">What the person cannot mend in the window.</exception>
    /// <exception cref="OperationCanceledException">The time is over or the browser is gone.</exception>
    public async Task<SignedLogin> RunAsync(CancellationToken cancellationToken)
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
                case PromptEvent.PinEntered entered when await SignAsync(entered, cancellationToken) is { } login:
                    return login;
                case PromptEvent.PinEntered:
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

        if (await _cards.FollowAsync(present))
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
        var change = _watch.NextAsync(round.Token);
        await Task.WhenAny(person, change, _cards.NextRead, look);
        await round.CancelAsync();
        var happened = await UnlessCancelledAsync(person);
        try
        {
            await change;
        }
        catch (CardException) when (happened is PromptEvent.Cancelled)
        {
            // Nobody waits for the readers any more.
        }
        catch (CardException)
        {
            // A PIN that came while the service stopped is nobody's any more.
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

    private async Task<SignedLogin?> SignAsync(PromptEvent.PinEntered entered, CancellationToken cancellationToken)
    {
        using var pin = entered.Pin;
        cancellationToken.ThrowIfCancellationRequested();
        if (_cards.Cards.ElementAtOrDefault(entered.Card) is not { Obstacle: null, Certificate: { } certificate } card)
        {
            return null;
        }

        screens.Chosen = card.Reader;
        var hash = SignedBytes.HashToSign(certificate.Algorithm, request.Origin, request.ChallengeNonce);
        await screens.ShowSigningAsync();
        try
        {
            return Conclude(card, certificate, hash, await UnlessPersonCancelsAsync(stop => card.Sign(pin, certificate.ToSign(hash), stop), cancellationToken));
        }
        catch (CardException e) when (CardFaults.KeepsWindow(e.Fault))
        {
            // The PIN is dropped; the card is read again, for it may be another one.
            screens.Why = CardFaults.CodeOf(e.Fault);
            _cards.Forget(card);
            return null;
        }
    }

    /// <summary>The card may be held by another program for seconds: Cancel counts meanwhile, and up to the signature.</summary>
    private async Task<SigningResult> UnlessPersonCancelsAsync(Func<CancellationToken, SigningResult> sign, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ended = new CancellationTokenSource();
        var person = UnlessCancelledAsync(prompt.NextEventAsync(ended.Token).AsTask());
        var signing = CardWork.RunAsync(() => sign(stop.Token));
        await Task.WhenAny(person, signing, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
        if (!signing.IsCompleted)
        {
            await stop.CancelAsync();
            await Task.WhenAny(signing, Task.Delay(LastCommandLimit, time, CancellationToken.None));
        }

        await ended.CancelAsync();
        if (await person is PromptEvent.Cancelled)
        {
            throw new EidBridgeException(ErrorCode.UserCancelled);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await signing;
    }

    private SignedLogin? Conclude(ListedCard card, CertificateFacts certificate, byte[] hash, SigningResult result)
    {
        switch (result)
        {
            case SigningResult.Signed signed when certificate.Verifies(hash, signed.Signature):
                return new SignedLogin(certificate, signed.Signature, card.Issuer);
            case SigningResult.WrongPin wrong:
                _cards.RememberTries(card, wrong.TriesLeft);
                return null;
            case SigningResult.PinBlocked:
                _cards.RememberTries(card, triesLeft: 0);
                return null;
            default:
                throw new EidBridgeException(ErrorCode.CardError, "the signature is not the certificate's");
        }
    }
}
