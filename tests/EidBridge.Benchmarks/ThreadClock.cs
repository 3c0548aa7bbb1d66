using System.Diagnostics;
using System.Globalization;

namespace EidBridge.Benchmarks;

/// <summary>
/// How long threads took, without the time in which others had the processor: the kernel counts for each thread how long it stood in line
/// (<c>/proc/thread-self/schedstat</c>, the second number). Waiting for a lock or for the collector is not standing in line, and counts.
/// </summary>
internal static class ThreadClock
{
    /// <summary>Runs the work on so many threads at once.</summary>
    /// <returns>The time of the slowest.</returns>
    public static TimeSpan Run(int threads, Action work)
    {
        using var gate = new Barrier(threads);
        var took = new TimeSpan[threads];
        var running = Enumerable.Range(0, threads).Select(i => new Thread(() =>
        {
            gate.SignalAndWait();
            var (begun, inLine) = (Stopwatch.GetTimestamp(), TimeInLine());
            work();
            took[i] = Stopwatch.GetElapsedTime(begun) - (TimeInLine() - inLine);
        })).ToList();
        running.ForEach(thread => thread.Start());
        running.ForEach(thread => thread.Join());
        return took.Max();
    }

    private static TimeSpan TimeInLine() =>
        TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[1], CultureInfo.InvariantCulture) / 1000.0);
}
