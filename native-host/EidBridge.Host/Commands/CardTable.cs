using EidBridge.Card;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;

namespace EidBridge.Host.Commands;

/// <summary>The cards that the window lists: each certificate is read once per insertion.</summary>
internal sealed class CardTable(ICardReaders readers, TimeProvider time) : IDisposable
{
    private readonly List<ListedCard> _cards = [];

    public IReadOnlyList<ListedCard> Cards => _cards;

    public IReadOnlyList<CardRow> Rows => [.. _cards.Select(card => card.Row)];

    public bool HasUsable => _cards.Exists(card => card.Obstacle is null);

    /// <summary>Whether a card may become readable without anybody touching it.</summary>
    public bool HasBusy => _cards.Exists(card => card.Obstacle is ErrorCode.CardBusy or ErrorCode.CardReset);

    /// <summary>Whether there is a card whose certificate has not been read.</summary>
    public bool HasNewIn(IReadOnlyList<CardReader> present) =>
        present.Any(reader => reader.Presence == CardPresence.Present && !_cards.Exists(card => card.Reader == reader));

    /// <summary>Forgets what left, reads what came. Blocks.</summary>
    /// <returns>Whether a card that was listed has left.</returns>
    public bool Refresh(IReadOnlyList<CardReader> present)
    {
        var left = _cards.Where(card => !present.Contains(card.Reader)).ToList();
        left.ForEach(Forget);
        foreach (var reader in present.Where(reader => reader.Presence != CardPresence.Empty && !_cards.Exists(card => card.Reader == reader)))
        {
            _cards.Add(ListedCard.Read(readers, reader, time.GetUtcNow()));
        }

        return left.Count > 0;
    }

    /// <summary>The card is read anew by the next <see cref="Refresh"/>, if it is still there.</summary>
    public void Forget(ListedCard card)
    {
        _cards.Remove(card);
        card.Dispose();
    }

    public void ForgetBusy() => _cards.Where(card => card.Obstacle is ErrorCode.CardBusy or ErrorCode.CardReset).ToList().ForEach(Forget);

    public void Dispose() => _cards.ToList().ForEach(Forget);
}
