namespace EidBridge.Host.Prompts.Pinentry;

/// <summary>The question whether the site may have what it asks for: the card first, where there are several.</summary>
internal sealed class PinentryConfirmView(PinentryDialog dialog, PromptView.Confirm view, PromptWords words)
{
    private readonly PinentryCards _cards = new(dialog, view.Cards, words);

    public async Task<PromptEvent> AskAsync(CancellationToken cancellationToken)
    {
        var card = _cards.AreSeveral ? await _cards.ChooseAsync(view.Chosen, cancellationToken) : view.Chosen;
        return card is { } chosen && await AgreesAsync(chosen, cancellationToken)
            ? new PromptEvent.Confirmed(chosen)
            : new PromptEvent.Cancelled();
    }

    private async Task<bool> AgreesAsync(int card, CancellationToken cancellationToken)
    {
        var notice = words.Notice is { } why ? $"{why}\n\n" : string.Empty;
        await dialog.SetAsync("SETDESC", notice + _cards.Question(card), cancellationToken);
        await dialog.SetAsync("SETOK", words.Agree, cancellationToken);
        await dialog.SetAsync("SETCANCEL", words.Texts["cancel"], cancellationToken);
        return await dialog.ConfirmAsync(cancellationToken) == AssuanAnswer.Ok;
    }
}
