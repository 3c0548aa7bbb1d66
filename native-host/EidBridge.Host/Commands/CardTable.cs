using EidBridge.Card;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;

namespace EidBridge.Host.Commands;

/// <summary>
/// The cards that the window lists: each is read once per insertion, one card after the other, never while
/// somebody waits for this object.
/// </summary>
/// <param name="read">Reads one card; blocks.</param>
internal sealed class CardTable(Func<CardReader, ListedCard> read, TimeProvider time) : IAsyncDisposable
{
    /// <summary>A card that another program holds may take 10 s: the others are not kept waiting for it.</summary>
    private static readonly TimeSpan ReadingPatience = TimeSpan.FromSeconds(1);

    /// <summary>Longer than a healthy card needs, whatever is asked of it: the person is told why that may be.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan BusyRetry = TimeSpan.FromSeconds(2);

    /// <summary>A reader that hangs must not keep the window.</summary>
    private static readonly TimeSpan CloseLimit = TimeSpan.FromMilliseconds(300);

    private readonly List<CardSlot> _slots = [];

    /// <summary>Of the last <see cref="FollowAsync"/>: what is said of the cards, and when to look again, go by one moment, or the look between them is lost.</summary>
    private long _now;

    /// <summary>A card that a module shows too is listed once, as read by ourselves: the readers come first.</summary>
    public IReadOnlyList<ListedCard> Cards =>
        [.. _slots.Select(slot => slot.Card).OfType<ListedCard>().Where(card => !card.IsNothing).DistinctBy(card => card.Finding?.Fingerprint ?? card.Reader.Name, StringComparer.Ordinal)];

    public IReadOnlyList<CardRow> Rows => [.. Cards.Select(card => card.Row)];

    public bool HasUsable => Cards.Any(card => card.Obstacle is null);

    /// <summary>Whether every card was read, or has taken so long that the others go before.</summary>
    public bool IsSettled => !_slots.Exists(slot => slot.Card is null && (!slot.IsReading || slot.AgeAt(_now) < ReadingPatience));

    /// <summary>Whether a card has not been read yet, however long it has taken. A module has an entry also where no card is.</summary>
    public bool IsReading => _slots.Exists(IsCardToCome);

    /// <summary>Whether such a card has taken long.</summary>
    public bool IsTakingLong => _slots.Exists(slot => IsCardToCome(slot) && slot.IsReading && slot.AgeAt(_now) >= Long);

    /// <summary>Ends when a card has been read.</summary>
    public Task NextRead => Task.WhenAny(_slots.Select(slot => slot.Reading).OfType<Task>().DefaultIfEmpty(Task.Delay(Timeout.Infinite)));

    /// <summary>When <see cref="FollowAsync"/> has something to do that no card, reader or person tells of.</summary>
    public TimeSpan NextLook => _slots.Select(DueIn).OfType<TimeSpan>().Select(InMilliseconds).DefaultIfEmpty(Timeout.InfiniteTimeSpan).Min();

    /// <summary>Forgets what left, begins to read what came, takes over what was read.</summary>
    /// <returns>Whether a card that was listed has left.</returns>
    /// <exception cref="CardException">The service stopped or refuses this session.</exception>
    public async Task<bool> FollowAsync(IReadOnlyList<CardReader> present)
    {
        _now = time.GetTimestamp();
        var left = _slots.Where(slot => !present.Contains(slot.Reader)).ToList();
        left.ForEach(Drop);
        _slots.AddRange(present.Where(reader => reader.Presence != CardPresence.Empty && !_slots.Exists(slot => slot.Reader == reader))
            .Select(reader => new CardSlot(reader, read, time)));

        foreach (var slot in _slots.Where(slot => slot.Reading is { IsCompleted: true }))
        {
            await slot.TakeAsync();
        }

        foreach (var slot in _slots.Where(slot => IsBusy(slot) && slot.AgeAt(_now) >= BusyRetry))
        {
            slot.Read();
        }

        if (_slots.Find(slot => slot is { Card: null, IsReading: false }) is { } next && !_slots.Exists(IsYoung))
        {
            next.Read();
        }

        return left.Exists(slot => slot.Card is { IsNothing: false });
    }

    /// <summary>The card is read anew, if it is still there: it may be another one.</summary>
    public void Forget(ListedCard card) => Drop(_slots.Single(slot => slot.Card == card));

    public async ValueTask DisposeAsync() =>
        await Task.WhenAny(Task.WhenAll(_slots.Select(slot => slot.LetGo())), Task.Delay(CloseLimit, time));

    private static bool IsCardToCome(CardSlot slot) => slot.Card is null && !slot.Reader.IsModule;

    private bool IsYoung(CardSlot slot) => slot is { Card: null, IsReading: true } && slot.AgeAt(_now) < ReadingPatience;

    private static bool IsBusy(CardSlot slot) => slot is { IsReading: false, Card.Obstacle: ErrorCode.CardBusy or ErrorCode.CardReset };

    private TimeSpan? DueIn(CardSlot slot) => slot switch
    {
        _ when IsYoung(slot) => ReadingPatience - slot.AgeAt(_now),
        { Card: null, IsReading: true } when slot.AgeAt(_now) < Long => Long - slot.AgeAt(_now),
        _ when IsBusy(slot) => BusyRetry - slot.AgeAt(_now),
        _ => null,
    };

    // A timer drops what is less than a millisecond, and would come too early.
    private static TimeSpan InMilliseconds(TimeSpan due) => TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, due.TotalMilliseconds)));

    private void Drop(CardSlot slot)
    {
        _slots.Remove(slot);
        _ = slot.LetGo();
    }
}
