using EidBridge.Card;

namespace EidBridge.Host.Commands;

/// <summary>What is in the readers, and the wait for it to change. A service that hangs is not waited for without end.</summary>
internal sealed class ReaderWatch(ICardReaders readers, TimeProvider time)
{
    private static readonly TimeSpan ListLimit = TimeSpan.FromSeconds(10);

    /// <summary>A reader of a remote desktop takes a second for what takes a millisecond here.</summary>
    private static readonly TimeSpan LetGoLimit = TimeSpan.FromSeconds(5);

    /// <summary>Null until the readers were looked at.</summary>
    public IReadOnlyList<CardReader>? Present { get; private set; }

    /// <summary>What is known is doubtful: the next look does not wait for a change.</summary>
    public void LookAnew() => Present = null;

    /// <summary>Ends with the first look, with a change, or, without one, with the token.</summary>
    /// <exception cref="CardException">The service does not run, stopped, refuses this session or does not answer.</exception>
    public async Task NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            Present = Present is { } known
                ? await LetGo(CardWork.RunAsync(() => readers.WaitForChange(known, cancellationToken)), cancellationToken)
                : await ListAsync(readers, time, cancellationToken: cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Something else happened first.
        }
        catch (TimeoutException e)
        {
            throw NoAnswer(e);
        }
    }

    /// <param name="limit">Where whoever asks waits for less than 10 s.</param>
    /// <exception cref="CardException">As above.</exception>
    public static async Task<IReadOnlyList<CardReader>> ListAsync(
        ICardReaders readers, TimeProvider time, TimeSpan? limit = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await CardWork.RunAsync(readers.List).WaitAsync(limit ?? ListLimit, time, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw NoAnswer(e);
        }
    }

    private static CardException NoAnswer(TimeoutException e) => new(CardFault.ServiceUnavailable, "no answer in time", e);

    // The readers are one context of PC/SC, which serves one call at a time: the old wait ends before the next may begin.
    private async Task<IReadOnlyList<CardReader>> LetGo(Task<IReadOnlyList<CardReader>> change, CancellationToken cancellationToken)
    {
        try
        {
            return await change.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await change.WaitAsync(LetGoLimit, time, CancellationToken.None);
        }
    }
}
