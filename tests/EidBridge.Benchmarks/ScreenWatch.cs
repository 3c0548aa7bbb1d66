using System.Buffers.Binary;
using System.Diagnostics;

namespace EidBridge.Benchmarks;

/// <summary>
/// Hears from the X server when a window is shown and when something is painted, and presses Enter without another program: what the person
/// waits for is measured to a millisecond, and looking costs the machine nothing. Times are <see cref="Stopwatch"/>'s.
/// </summary>
internal sealed class ScreenWatch : IDisposable
{
    /// <summary>Of a view that replaces another everything is painted; a caret, a button or a dot is smaller.</summary>
    private const int WholeView = 300 * 200;
    private static readonly TimeSpan Still = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan StillLimit = TimeSpan.FromSeconds(5);

    private readonly nint _ears;
    private readonly nint _hands;
    private readonly int _damage;
    private readonly Thread _thread;
    private readonly TaskCompletionSource<long> _shown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _painted;
    private volatile bool _ended;

    /// <param name="display">As <c>DISPLAY</c> takes it.</param>
    public ScreenWatch(string display)
    {
        (_ears, _hands) = (Xlib.Open(display), Xlib.Open(display));
        _ = Xlib.QueryDamage(_ears, out _damage, out _);
        _ = Xlib.SelectInput(_ears, Xlib.Root(_ears), Xlib.SubstructureNotify);
        _ = Xlib.WatchDamage(_ears, Xlib.Root(_ears), Xlib.RawRectangles);
        _ = Xlib.Sync(_ears, 0);
        _thread = new Thread(Listen) { IsBackground = true, Name = "screen" };
        _thread.Start();
    }

    /// <summary>When the first window was shown.</summary>
    public Task<long> Shown => _shown.Task;

    /// <returns>When a whole view was painted last, once nothing of that size was painted for a while.</returns>
    public async Task<long> WaitUntilPaintedAsync(CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(Math.Max(begun, Interlocked.Read(ref _painted))) < Still)
        {
            if (Stopwatch.GetElapsedTime(begun) > StillLimit)
            {
                throw new TimeoutException("the window never stops painting itself");
            }

            await Task.Delay(Still, cancellationToken);
        }

        return Interlocked.Read(ref _painted);
    }

    /// <summary>Into whatever has the focus.</summary>
    /// <returns>When.</returns>
    public long PressEnter()
    {
        var key = Xlib.KeyOf(_hands, Xlib.ReturnKey);
        var now = Stopwatch.GetTimestamp();
        _ = Xlib.FakeKey(_hands, key, 1, 0);
        _ = Xlib.FakeKey(_hands, key, 0, 0);
        _ = Xlib.Sync(_hands, 0);
        return now;
    }

    public void Dispose()
    {
        _ended = true;
        _thread.Join();
        _ = Xlib.Close(_ears);
        _ = Xlib.Close(_hands);
    }

    private void Listen()
    {
        const int LookAtTheEnd = 100;
        var entry = new Xlib.PollEntry { File = Xlib.FileOf(_ears), Wanted = Xlib.PollEntry.Readable };
        var heard = new byte[Xlib.EventLength];
        while (!_ended)
        {
            if (Xlib.Pending(_ears) == 0 && Xlib.Poll(ref entry, 1, LookAtTheEnd) <= 0)
            {
                continue;
            }

            var now = Stopwatch.GetTimestamp();
            while (Xlib.Pending(_ears) > 0)
            {
                _ = Xlib.Next(_ears, heard);
                Note(heard, now);
            }
        }
    }

    private void Note(ReadOnlySpan<byte> heard, long now)
    {
        var kind = BinaryPrimitives.ReadInt32LittleEndian(heard);
        if (kind == Xlib.MapNotify)
        {
            _shown.TrySetResult(now);
        }
        else if (kind == _damage + Xlib.DamageNotify && AreaOf(heard) >= WholeView)
        {
            Interlocked.Exchange(ref _painted, now);
        }
    }

    // XRectangle: x, y, width, height, each in 16 bits.
    private static int AreaOf(ReadOnlySpan<byte> damage) =>
        BinaryPrimitives.ReadUInt16LittleEndian(damage[(Xlib.AreaOffset + 4)..]) * BinaryPrimitives.ReadUInt16LittleEndian(damage[(Xlib.AreaOffset + 6)..]);
}
