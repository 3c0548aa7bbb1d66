namespace EidBridge.Host.Prompts.Pinentry;

/// <summary>The cards in words, and the choice among them by one question per card: a pinentry has no list.</summary>
internal sealed class PinentryCards(PinentryDialog dialog, IReadOnlyList<CardRow> cards, PromptWords words)
{
    private readonly int[] _usable = [.. Enumerable.Range(0, cards.Count).Where(i => cards[i].IsUsable)];

    public bool AreSeveral => _usable.Length > 1;

    /// <returns>The index of the card, or null for a Cancel.</returns>
    public async Task<int?> ChooseAsync(int first, CancellationToken cancellationToken)
    {
        await dialog.SetAsync("SETOK", words.Texts["use-this-card"], cancellationToken);
        await dialog.SetAsync("SETNOTOK", words.Texts["next-card"], cancellationToken);
        await dialog.SetAsync("SETCANCEL", words.Texts["cancel"], cancellationToken);
        for (var at = Math.Max(0, Array.IndexOf(_usable, first)); ; at = (at + 1) % _usable.Length)
        {
            var position = words.Texts.Format("card-of", at + 1, _usable.Length);
            await dialog.SetAsync("SETDESC", $"{words.Heading}\n\n{position}\n{Describe(_usable[at])}", cancellationToken);
            switch (await dialog.ConfirmAsync(cancellationToken))
            {
                case AssuanAnswer.Ok:
                    return _usable[at];
                case AssuanAnswer.Cancelled:
                    return null;
                default:
                    break;
            }
        }
    }

    /// <summary>Which site asks, for what exactly, and of which card.</summary>
    public string Question(int card)
    {
        var agreed = words.Details.Count > 0 ? $"{string.Join('\n', words.Details)}\n\n" : string.Empty;
        return $"{words.Heading}\n\n{agreed}{Describe(card)}{Unusable()}";
    }

    private string Describe(int card)
    {
        var said = words.Cards[card];
        return string.Join('\n', new[] { said.Person, said.Detail, said.Reader }.Where(line => line.Length > 0));
    }

    private string Unusable()
    {
        var lines = words.Cards.Where(c => c.Reason is not null).Select(c => $"{c.Person} – {c.Reader}: {c.Reason}").ToArray();
        return lines.Length == 0 ? string.Empty : $"\n\n{string.Join('\n', lines)}";
    }
}
