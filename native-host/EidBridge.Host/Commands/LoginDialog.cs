using EidBridge.Card;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Commands;

/// <summary>What came out of the window: whose certificate, and its signature.</summary>
internal sealed record SignedLogin(CertificateFacts Certificate, byte[] Signature);

/// <summary>Leads the person from "put in your card" to a signature. One per request; at most one VERIFY for each PIN entered.</summary>
internal sealed class LoginDialog(
    ICardReaders readers, IPrompt prompt, AuthenticateRequest request, LoginScreens screens, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan BusyRetry = TimeSpan.FromSeconds(2);
    private readonly CardTable _cards = new(readers, time);

    /// <summary>What the window says that ends here, once only Cancel is left; null while something can still be done.</summary>
    public EidBridgeException? DeadEnd => screens.DeadEnd;

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.UserCancelled"/>, or what made the window stop.</exception>
    /// <exception cref="CardException">What the person cannot mend in the window.</exception>
    /// <exception cref="OperationCanceledException">The time is over or the browser is gone.</exception>
    public async Task<SignedLogin> RunAsync(CancellationToken cancellationToken)
    {
        await screens.BeginAsync();
        var present = await CardWork.RunAsync(readers.List);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await RefreshAsync(present);
            await screens.ShowAsync(_cards, present);
            var (changed, happened) = await NextAsync(present, cancellationToken);
            switch (happened)
            {
                case PromptEvent.Cancelled:
                    throw DeadEnd ?? new EidBridgeException(ErrorCode.UserCancelled);
                case PromptEvent.PinEntered entered when await SignAsync(entered) is { } login:
                    return login;
                case PromptEvent.PinEntered:
                    present = await CardWork.RunAsync(readers.List);
                    break;
                default:
                    present = changed ?? present;
                    break;
            }
        }
    }

    public void Dispose() => _cards.Dispose();

    private async Task RefreshAsync(IReadOnlyList<CardReader> present)
    {
        if (_cards.HasNewIn(present) && !_cards.HasUsable)
        {
            await screens.ShowReadingAsync();
        }

        if (await CardWork.RunAsync(() => _cards.Refresh(present)))
        {
            screens.Why = ErrorCode.CardRemoved;
        }
    }

    /// <summary>Waits for the readers and for the person at the same time; sends nothing to a card.</summary>
    private async Task<(IReadOnlyList<CardReader>? Changed, PromptEvent? Happened)> NextAsync(
        IReadOnlyList<CardReader> present, CancellationToken cancellationToken)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var person = prompt.NextEventAsync(round.Token).AsTask();
        var retry = Task.Delay(_cards.HasBusy ? BusyRetry : Timeout.InfiniteTimeSpan, time, round.Token);
        var change = CardWork.RunAsync(() => readers.WaitForChange(present, round.Token));
        await Task.WhenAny(person, change, retry);
        await round.CancelAsync();
        var happened = await UnlessCancelledAsync(person);
        var changed = await UnlessFailedAsync(change, happened);
        if (happened is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _cards.ForgetBusy();
        }

        return (changed, happened);
    }

    private static async Task<T?> UnlessCancelledAsync<T>(Task<T> task)
        where T : class
    {
        try
        {
            return await task;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    // A PIN that came while the service stopped is nobody's any more.
    private static async Task<IReadOnlyList<CardReader>?> UnlessFailedAsync(Task<IReadOnlyList<CardReader>> change, PromptEvent? happened)
    {
        try
        {
            return await UnlessCancelledAsync(change);
        }
        catch (CardException)
        {
            (happened as PromptEvent.PinEntered)?.Pin.Dispose();
            throw;
        }
    }

    private async Task<SignedLogin?> SignAsync(PromptEvent.PinEntered entered)
    {
        using var pin = entered.Pin;
        if (_cards.Cards.ElementAtOrDefault(entered.Card) is not { Obstacle: null, Certificate: { } certificate } card)
        {
            return null;
        }

        screens.Chosen = card.Reader;
        var hash = SignedBytes.HashToSign(certificate.Algorithm, request.Origin, request.ChallengeNonce);
        await screens.ShowSigningAsync();
        try
        {
            return Conclude(card, certificate, hash, await CardWork.RunAsync(() => card.Sign(pin, hash)));
        }
        catch (CardException e) when (CardFaults.KeepsWindow(e.Fault))
        {
            // The PIN is dropped; the card is read again, for it may be another one.
            screens.Why = CardFaults.CodeOf(e.Fault);
            _cards.Forget(card);
            return null;
        }
    }

    private static SignedLogin? Conclude(ListedCard card, CertificateFacts certificate, byte[] hash, AuthenticationResult result)
    {
        switch (result)
        {
            case AuthenticationResult.Signed signed when certificate.Verifies(hash, signed.Signature):
                return new SignedLogin(certificate, signed.Signature);
            case AuthenticationResult.WrongPin wrong:
                card.TriesLeft = wrong.TriesLeft;
                return null;
            case AuthenticationResult.PinBlocked:
                card.TriesLeft = 0;
                card.Obstacle = ErrorCode.PinBlocked;
                return null;
            default:
                throw new EidBridgeException(ErrorCode.CardError, "the signature is not the certificate's");
        }
    }
}
