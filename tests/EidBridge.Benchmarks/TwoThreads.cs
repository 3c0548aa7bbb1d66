using System.Runtime;

namespace EidBridge.Benchmarks;

/// <summary>
/// How much more two threads do than one, of two works in turns: what the verifier loses stands beside what the raw checks lose in the same second, which is the machine's
/// (shared caches, clock, neighbours on the host).
/// </summary>
internal static class TwoThreads
{
    private const int Rounds = 25;

    /// <returns>Medians: 2 where two threads do twice as much.</returns>
    public static (double Raw, double Ours) Measure((Action Work, int PerTurn) raw, (Action Work, int PerTurn) ours)
    {
        var rounds = Enumerable.Range(0, Rounds).Select(_ => (Raw: Factor(raw.Work, raw.PerTurn), Ours: Factor(ours.Work, ours.PerTurn))).ToList();
        return (VerificationBench.Median(rounds.Select(r => r.Raw)), VerificationBench.Median(rounds.Select(r => r.Ours)));
    }

    private static double Factor(Action work, int count) => 2 * (RunWithoutCollections(1, count, work) / RunWithoutCollections(2, count, work));

    // A collection stops both threads until the kernel has given each the processor, which on a busy machine measures its other work.
    private static TimeSpan RunWithoutCollections(int threads, int count, Action work)
    {
        GC.TryStartNoGCRegion(200_000_000);
        try
        {
            return ThreadClock.Run(threads, () => VerificationBench.Repeat(count, work));
        }
        finally
        {
            // All was allocated already, or it has ended by itself.
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
            {
                GC.EndNoGCRegion();
            }
        }
    }
}
