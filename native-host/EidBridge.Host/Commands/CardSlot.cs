using EidBridge.Card;

namespace EidBridge.Host.Commands;

/// <summary>One insertion of a card: not read yet, being read, read, or read and being read again because it was busy.</summary>
internal sealed class CardSlot(CardReader reader, Func<CardReader, ListedCard> read, TimeProvider time)
{
    private long _since = time.GetTimestamp();

    public CardReader Reader => reader;

    /// <summary>Null until the first reading has ended.</summary>
    public ListedCard? Card { get; private set; }

    public Task<ListedCard>? Reading { get; private set; }

    public bool IsReading => Reading is not null;

    /// <summary>Since the reading that is under way began, else since the last one ended.</summary>
    public TimeSpan AgeAt(long now) => time.GetElapsedTime(_since, now);

    public void Read()
    {
        _since = time.GetTimestamp();
        Reading = CardWork.RunAsync(() => read(reader));
    }

    /// <summary>Takes over what was read; the reading must have ended.</summary>
    /// <exception cref="CardException">As <see cref="ListedCard.Read"/>.</exception>
    public async Task TakeAsync()
    {
        var card = await Reading!;
        _ = CloseAsync(Card);
        (Card, Reading, _since) = (card, null, time.GetTimestamp());
    }

    /// <summary>Lets go of the card; of one that is being read, once it was.</summary>
    /// <returns>Ends when nothing is connected any more.</returns>
    public Task LetGo() => Task.WhenAll(
        CloseAsync(Card),
        Reading?.ContinueWith(
            static read => read.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default)
            ?? Task.CompletedTask);

    // pcsc-lite ends a connection only when the command on its way has ended, which may be a keypad that waits for digits.
    private static Task CloseAsync(ListedCard? card) => card is null ? Task.CompletedTask : CardWork.RunAsync(card.Dispose);
}
