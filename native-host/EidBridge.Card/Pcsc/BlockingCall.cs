namespace EidBridge.Card.Pcsc;

/// <summary>
/// A call that pcsc-lite answers only when another program's transaction has ended: it gets a thread of its own, which never keeps the
/// process alive, and the caller waits as long as it wants to.
/// </summary>
internal static class BlockingCall
{
    /// <param name="late">What to do with an answer that nobody waits for any more.</param>
    /// <returns>Null after <paramref name="limit"/>.</returns>
    /// <exception cref="OperationCanceledException">The token ended the wait.</exception>
    public static T? Run<T>(Func<T> call, Action<T> late, TimeSpan limit, CancellationToken cancellationToken)
        where T : struct
    {
        var answer = new TaskCompletionSource<T>();
        new Thread(() => Complete(answer, call)) { IsBackground = true, Name = "pcsc" }.Start();
        try
        {
            if (Task.WaitAny([answer.Task], (int)limit.TotalMilliseconds, cancellationToken) == 0)
            {
                return answer.Task.GetAwaiter().GetResult();
            }
        }
        catch (OperationCanceledException)
        {
            Abandon(answer.Task, late);
            throw;
        }

        Abandon(answer.Task, late);
        return null;
    }

    private static void Complete<T>(TaskCompletionSource<T> answer, Func<T> call)
    {
        try
        {
            answer.SetResult(call());
        }
#pragma warning disable CA1031 // Whatever it is belongs to whoever waits.
        catch (Exception e)
#pragma warning restore CA1031
        {
            answer.SetException(e);
        }
    }

    private static void Abandon<T>(Task<T> answer, Action<T> late) => _ = answer.ContinueWith(
        done => late(done.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
}
