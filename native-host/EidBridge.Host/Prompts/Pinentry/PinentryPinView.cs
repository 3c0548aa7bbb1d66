using EidBridge.Card;

namespace EidBridge.Host.Prompts.Pinentry;

/// <summary>Certificate and PIN by questions, because a pinentry has no list: one question per card, then the PIN.</summary>
internal sealed class PinentryPinView(PinentryDialog dialog, PromptView.EnterPin view, PromptWords words)
{
    private readonly PinentryCards _cards = new(dialog, view.Cards, words);

    public async Task<PromptEvent> AskAsync(CancellationToken cancellationToken)
    {
        // After a wrong PIN it is still about the same card.
        var isFirst = view.Code is null && (view.TriesLeft is null || view.Cards[view.Chosen].TriesAreFromBefore);
        var card = _cards.AreSeveral && isFirst ? await _cards.ChooseAsync(view.Chosen, cancellationToken) : view.Chosen;
        return card is not { } chosen ? new PromptEvent.Cancelled()
            : view.Cards[chosen].HasKeypad ? await AskForKeypadAsync(chosen, cancellationToken)
            : await AskPinAsync(chosen, cancellationToken);
    }

    private async Task<PromptEvent> AskPinAsync(int card, CancellationToken cancellationToken)
    {
        using var typed = new SecretBytes();
        var problem = words.NoticeFor(card);
        while (true)
        {
            typed.Clear();
            if (await GetPinAsync(card, problem, typed, cancellationToken) != AssuanAnswer.Ok)
            {
                return new PromptEvent.Cancelled();
            }

            if (!Pin.IsValid(typed.Value))
            {
                problem = $"{words.Texts["digits-only"]} ({words.Texts["pin-hint"]})";
                continue;
            }

            switch (await ConfirmLastTryAsync(card, cancellationToken))
            {
                case AssuanAnswer.Ok:
#pragma warning disable CA2000 // The PIN travels on in the event; whoever receives that disposes it.
                    return new PromptEvent.PinEntered(card, new Pin(typed.Value));
#pragma warning restore CA2000
                case AssuanAnswer.Cancelled:
                    return new PromptEvent.Cancelled();
                default:
                    problem = words.NoticeFor(card);
                    break;
            }
        }
    }

    private async Task<PromptEvent> AskForKeypadAsync(int card, CancellationToken cancellationToken)
    {
        var notice = words.NoticeFor(card) is { } why ? $"{why}\n\n" : string.Empty;
        while (true)
        {
            // The third button of an earlier question would stay.
            await dialog.ClearAsync(cancellationToken);
            await dialog.SetAsync("SETDESC", $"{notice}{_cards.Question(card)}\n\n{words.Texts["on-keypad"]}", cancellationToken);
            await dialog.SetAsync("SETOK", words.Agree, cancellationToken);
            await dialog.SetAsync("SETCANCEL", words.Texts["cancel"], cancellationToken);
            if (await dialog.ConfirmAsync(cancellationToken) != AssuanAnswer.Ok)
            {
                return new PromptEvent.Cancelled();
            }

            switch (await ConfirmLastTryAsync(card, cancellationToken))
            {
                case AssuanAnswer.Ok:
                    return new PromptEvent.Confirmed(card);
                case AssuanAnswer.Cancelled:
                    return new PromptEvent.Cancelled();
                default:
                    break;
            }
        }
    }

    private async Task<AssuanAnswer> GetPinAsync(int card, string? problem, SecretBytes typed, CancellationToken cancellationToken)
    {
        await dialog.SetAsync("SETDESC", _cards.Question(card), cancellationToken);
        await dialog.SetAsync("SETPROMPT", words.Texts.Plain("pin"), cancellationToken);
        await dialog.SetAsync("SETOK", words.Agree, cancellationToken);
        await dialog.SetAsync("SETCANCEL", words.Texts["cancel"], cancellationToken);
        if (problem is not null)
        {
            await dialog.SetAsync("SETERROR", problem, cancellationToken);
        }

        return await dialog.GetPinAsync(typed, cancellationToken);
    }

    private async Task<AssuanAnswer> ConfirmLastTryAsync(int card, CancellationToken cancellationToken)
    {
        if (view.Cards[card].TriesLeft != 1)
        {
            return AssuanAnswer.Ok;
        }

        await dialog.SetAsync("SETDESC", $"{words.Texts["last-try"]}\n\n{words.LastTryText(view.Cards[card])}", cancellationToken);
        await dialog.SetAsync("SETOK", words.Texts["use-last-try"], cancellationToken);
        await dialog.SetAsync("SETNOTOK", words.Texts["back"], cancellationToken);
        return await dialog.ConfirmAsync(cancellationToken);
    }
}
