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
        if (!await HappensAsync(Limit, holds, cancellationToken))
        {
            throw new StageException($"{Limit.TotalSeconds} s were not enough for: {what}");
        }
    }

    /// <inheritdoc cref="UntilAsync(string, Func{CancellationToken, Task{bool}}, CancellationToken)"/>
    public static Task UntilAsync(string what, Func<bool> holds, CancellationToken cancellationToken) =>
        UntilAsync(what, _ => Task.FromResult(holds()), cancellationToken);

    /// <returns>False when it has not happened within the limit.</returns>
    public static async Task<bool> HappensAsync(TimeSpan limit, Func<CancellationToken, Task<bool>> holds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(holds);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(limit);
        try
        {
            while (!await holds(ending.Token))
            {
                await Task.Delay(BetweenLooks, ending.Token);
            }

            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
