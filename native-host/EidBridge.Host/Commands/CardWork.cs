namespace EidBridge.Host.Commands;

/// <summary>Card and reader calls block: each runs on a thread of its own, which never keeps the process alive.</summary>
internal static class CardWork
{
    public static Task<T> RunAsync<T>(Func<T> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Complete(result, work)) { IsBackground = true, Name = "card" }.Start();
        return result.Task;
    }

    public static Task RunAsync(Action work) => RunAsync(() =>
    {
        work();
        return true;
    });

    private static void Complete<T>(TaskCompletionSource<T> result, Func<T> work)
    {
        try
        {
            result.SetResult(work());
        }
        catch (OperationCanceledException)
        {
            result.SetCanceled();
        }
#pragma warning disable CA1031 // Whatever it is belongs to whoever awaits.
        catch (Exception e)
#pragma warning restore CA1031
        {
            result.SetException(e);
        }
    }
}
