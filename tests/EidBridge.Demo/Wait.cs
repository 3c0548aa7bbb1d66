namespace EidBridge.Demo;

/// <summary>Waits for what happens where nothing tells it: looks again and again, never without an end, and says what did not happen.</summary>
public static class Wait
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <param name="what">What is waited for, in words that can follow "30 s were not enough for:".</param>
    /// <param name="holds">A look. Another follows 20 ms after it.</param>
    /// <exception cref="StageException">It did not happen within 30 s.</exception>
    public static async Task UntilAsync(string what, Func<CancellationToken, Task<bool>> holds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(holds);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            while (!await holds(limit.Token))
            {
                await Task.Delay(BetweenLooks, limit.Token);
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StageException($"{Limit.TotalSeconds} s were not enough for: {what}", e);
        }
    }

    /// <inheritdoc cref="UntilAsync(string, Func{CancellationToken, Task{bool}}, CancellationToken)"/>
    public static Task UntilAsync(string what, Func<bool> holds, CancellationToken cancellationToken) =>
        UntilAsync(what, _ => Task.FromResult(holds()), cancellationToken);
}
