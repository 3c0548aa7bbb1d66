using System.Diagnostics;
using System.Globalization;
using EidBridge.Protocol;
using EidBridge.Verification;
using EidBridge.VirtualCard;

namespace EidBridge.Benchmarks;

/// <summary>
/// The verifier beside the two signature checks that every verifier must make, in turns and in CPU time, so that other work on the machine spoils neither side.
/// A validation is a login as <see cref="EidAuthenticator"/> makes it: nonce, token, path, and the card's answer from the cache.
/// </summary>
internal static class VerificationBench
{
    private const int Rounds = 15;
    private const int ColdStarts = 15;
    private const int Cards = 3000;
    private const int LoginsInARow = 8;

    // CPU seconds.
    private const double Turn = 0.1;

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = await VerificationStage.SetAsync();
        var figures = new List<Figure>();
        foreach (var (applet, name, goal) in ((Applet, string, double)[])[(Applet.V18, "ES384", 85), (Applet.V17, "RS256", 40)])
        {
            var (raw, token) = (stage.RawChecks(applet), stage.Token(applet));
            figures.AddRange(Rate(name, goal, () => Require(raw()), Login(stage.Authenticator(), token), Login(stage.Authenticator(rememberedKeys: 0), token)));
            figures.AddRange(Threads(name, () => Require(raw()), Login(stage.Authenticator(), token)));
            figures.Add(await ColdStartAsync(stage, name, token));
            figures.AddRange(await NewProcessAsync(stage.FirstLogin(applet), name, cancellationToken));
        }

        figures.AddRange(Memory(stage));
        return figures;
    }

    private static Action Login(EidAuthenticator authenticator, byte[] token) => () =>
        authenticator.AuthenticateAsync("session", token, useOf: null, CancellationToken.None).GetAwaiter().GetResult();

    private static IReadOnlyList<Figure> Rate(string name, double goal, Action raw, Action login, Action newCard)
    {
        // The first answer is asked for, and the compiler has seen all sides often enough.
        Array.ForEach([raw, login, newCard], work => Repeat(1500, work));
        var rounds = Enumerable.Range(0, Rounds)
            .Select(_ => (Floor: PerCpuSecond(raw), Ours: PerCpuSecond(login), New: PerCpuSecond(newCard))).ToList();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        Repeat(1000, login);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return
        [
            new Figure($"{name}: the two raw checks per CPU second", Median(rounds.Select(r => r.Floor)), "", null, Better.Higher),
            new Figure($"{name}: validations per CPU second", Median(rounds.Select(r => r.Ours)), "", null, Better.Higher),
            new Figure($"{name}: validations / raw checks", 100 * Median(rounds.Select(r => r.Ours / r.Floor)), "%", goal, Better.Higher),
            new Figure($"{name}: the same, a card whose key is not at hand", 100 * Median(rounds.Select(r => r.New / r.Floor)), "%", null, Better.Higher),
            new Figure($"{name}: allocated per validation", allocated / 1000.0 / 1000, "kB", 20, Better.Lower),
        ];
    }

    private static IReadOnlyList<Figure> Threads(string name, Action raw, Action login)
    {
        (Action Work, int PerTurn)[] works = [.. new[] { raw, login }.Select(work =>
        {
            Repeat(500, work);
            return (work, (int)(PerCpuSecond(work) * Turn));
        })];
        var (machine, ours) = TwoThreads.Measure(works[0], works[1]);
        return
        [
            new Figure($"{name}: validations, two threads / one", ours, "x", 1.9, Better.Higher),
            new Figure($"{name}: the raw checks alone (the machine)", machine, "x", null, Better.Higher),
        ];
    }

    private static async Task<Figure> ColdStartAsync(VerificationStage stage, string name, byte[] token)
    {
        var times = new List<double>();
        for (var i = 0; i < ColdStarts; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await stage.Authenticator().AuthenticateAsync("session", token, useOf: null, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return new Figure($"{name}: cold start with OCSP and list, median of {ColdStarts}", Median(times), "ms", 60, Better.Lower);
    }

    private static async Task<IReadOnlyList<Figure>> NewProcessAsync(FirstLogin first, string name, CancellationToken cancellationToken)
    {
        var (start, login) = await first.MeasureAsync(rehearses: true, cancellationToken);
        var (bareStart, bareLogin) = await first.MeasureAsync(rehearses: false, cancellationToken);
        return
        [
            new Figure($"{name}: first login of a new process after its start", login, "ms", 60, Better.Lower),
            new Figure($"{name}: the same without the rehearsal", bareLogin, "ms", null, Better.Lower),
            new Figure($"{name}: what the rehearsal adds to the start", start - bareStart, "ms", null, Better.Lower),
        ];
    }

    /// <summary>The caches are smaller than the number of cards, so that they fill and everything in them is pushed out; a card that comes back is new again.</summary>
    private static IReadOnlyList<Figure> Memory(VerificationStage stage)
    {
        var authenticator = stage.Authenticator(rememberedKeys: 500, maxAnswers: 500);
        var logins = stage.Tokens(Cards).Select(token => Login(authenticator, token)).ToList();
        void Play(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                logins[i / LoginsInARow % Cards]();
            }
        }

        Play(0, 10_000);
        var (heap, process) = (Heap(), Own());
        Play(10_000, 50_000);
        return
        [
            new Figure("cards in 50,000 validations, caches of 500", Cards, "", null, Better.Higher),
            new Figure("memory after 10,000 validations", heap / 1e6, "MB", null, Better.Lower),
            new Figure("growth of memory from 10,000 to 50,000", (Heap() - heap) / 1e3, "kB", 100, Better.Lower),
            new Figure("growth of the process from 10,000 to 50,000", (Own() - process) / 1e6, "MB", 5, Better.Lower),
        ];
    }

    private static double PerCpuSecond(Action work)
    {
        var (begun, count) = (Environment.CpuUsage.TotalTime, 0);
        TimeSpan used;
        do
        {
            Repeat(10, work);
            count += 10;
            used = Environment.CpuUsage.TotalTime - begun;
        }
        while (used.TotalSeconds < Turn);
        return count / used.TotalSeconds;
    }

    internal static void Repeat(int times, Action work)
    {
        for (var i = 0; i < times; i++)
        {
            work();
        }
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new EidBridgeException(ErrorCode.SignatureInvalid);
        }
    }

    // What waits for a finalizer is no growth, and what the collector merely holds for later is given back.
    private static long Heap()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    // After Heap(). Without the pages of files, which the kernel takes away and gives back as it likes.
    private static long Own() => File.ReadLines("/proc/self/status")
        .Where(line => line.StartsWith("RssAnon:", StringComparison.Ordinal) || line.StartsWith("RssShmem:", StringComparison.Ordinal))
        .Sum(line => 1024 * long.Parse(line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1).TrimEnd("kB"), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture));

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
