namespace EidBridge.Host.Prompts;

/// <summary>
/// Confirming does nothing for half a second after the window appears, changes or gets the focus, so that a key or click meant for
/// something else cannot approve a login (deployment.md, T14).
/// </summary>
internal sealed class ConfirmGuard : IDisposable
{
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(1);
    private readonly TimeProvider _time;
    private readonly Action _opened;
    private readonly ITimer _timer;
    private long _since;

    /// <param name="time">A clock that people cannot set back.</param>
    /// <param name="opened">Called, on any thread, when confirming is possible again.</param>
    public ConfirmGuard(TimeProvider time, Action opened)
    {
        _time = time;
        _opened = opened;
        _since = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Tick(), state: null, Delay, Timeout.InfiniteTimeSpan);
    }

    public bool IsOpen => _time.GetElapsedTime(Interlocked.Read(ref _since)) >= Delay;

    public void Restart()
    {
        Interlocked.Exchange(ref _since, _time.GetTimestamp());
        _timer.Change(Delay, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        if (IsOpen)
        {
            _opened();
        }
        else
        {
            // Timers count whole milliseconds and may come a little early.
            _timer.Change(Retry, Timeout.InfiniteTimeSpan);
        }
    }
}
