using System.Diagnostics;
using System.Globalization;
using EidBridge.Demo;

namespace EidBridge.Benchmarks;

/// <summary>The extension: what it adds between a page and the host, in both browsers, and its size.</summary>
internal static class ExtensionBench
{
    private const int Runs = 15;
    private const int ColdRuns = 5;

    // More often than once in a second a status is answered from the one before.
    private const string AskStatus = """
        (async (runs) => {
          const { status } = await import("/lib/eidbridge.js");
          const taken = [];
          for (let i = 0; i < runs; i++) {
            await new Promise((resolve) => setTimeout(resolve, 1050));
            const asked = performance.now();
            await status();
            const answered = performance.now();
            taken.push({ asked: performance.timeOrigin + asked, answered: performance.timeOrigin + answered });
          }
          return taken;
        })
        """;

    private sealed record Trip(double Asked, double Answered)
    {
        public double Took => Answered - Asked;
    }

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken) =>
    [
        .. await InChromiumAsync(cancellationToken),
        .. await InFirefoxAsync(cancellationToken),
        .. await SizesAsync(cancellationToken),
    ];

    private static async Task<IReadOnlyList<Figure>> InChromiumAsync(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.SetAsync(new StageOptions(), cancellationToken);
        var tab = await OpenAsync(stage, BrowserKind.Chromium, cancellationToken);
        var warm = new List<Trip>();
        var alone = new List<double>();
        for (var i = 0; i < Runs; i++)
        {
            // In turns: whatever else the machine does meanwhile is paid by both.
            warm.AddRange(await AskAsync(tab, runs: 1, cancellationToken));
            alone.Add(await HostAloneAsync(stage));
        }

        var cold = await ColdAsync(stage, tab, cancellationToken);
        var added = Median(warm.Select(t => t.Took)) - Median(alone);
        return
        [
            .. await WithStampsAsync("Chromium", stage, tab, cancellationToken),
            new Figure("Chromium: `status` in a page, real host, median", Median(warm.Select(t => t.Took)), "ms", null, Better.Lower),
            new Figure("the host alone, start to `quit` answered, median", Median(alone), "ms", null, Better.Lower),
            new Figure("Chromium: added by extension and browser", added, "ms", 15, Better.Lower),
            new Figure($"Chromium: the same with a stopped worker, median of {ColdRuns}", Median(cold), "ms", null, Better.Lower),
            new Figure("Chromium: cold start of the worker", Median(cold) - Median(warm.Select(t => t.Took)), "ms", null, Better.Lower),
        ];
    }

    private static async Task<IReadOnlyList<Figure>> InFirefoxAsync(CancellationToken cancellationToken)
    {
        await using var stage = await Stage.SetAsync(new StageOptions { WithBrowser = false, WithFirefox = true }, cancellationToken);
        var tab = await OpenAsync(stage, BrowserKind.Firefox, cancellationToken);
        var warm = await AskAsync(tab, Runs, cancellationToken);
        return
        [
            .. await WithStampsAsync("Firefox", stage, tab, cancellationToken),
            new Figure("Firefox: `status` in a page, real host, median", Median(warm.Select(t => t.Took)), "ms", null, Better.Lower),
        ];
    }

    private static async Task<IBrowserTab> OpenAsync(Stage stage, BrowserKind browser, CancellationToken cancellationToken)
    {
        var tab = await stage.OpenTabAsync(browser, cancellationToken);
        await tab.GoToAsync(stage.Server.Origin + "/", cancellationToken);

        // A browser that has just been started reads its policies for some seconds.
        await AskAsync(tab, runs: 3, cancellationToken);
        return tab;
    }

    /// <summary>A program that costs nothing takes the host's place, and says when it was started and when it answered.</summary>
    private static async Task<IReadOnlyList<Figure>> WithStampsAsync(string browser, Stage stage, IBrowserTab tab, CancellationToken cancellationToken)
    {
        var program = stage.HostProgram ?? throw new StageException("The stage has no host");
        await ChildProcess.RunAsync("clang", ["-O2", "-o", program, Path.Combine(Repository.Root, "tests", "EidBridge.Benchmarks", "stamping_host.c")], null, cancellationToken);
        var trips = await AskAsync(tab, Runs, cancellationToken);
        var stamps = (await File.ReadAllLinesAsync(program + ".stamps", cancellationToken))
            .Select(line => line.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        if (stamps.Length != trips.Count)
        {
            throw new StageException($"{trips.Count} times asked, {stamps.Length} times started");
        }

        return
        [
            new Figure($"{browser}: page's call to host started, median", Median(trips.Zip(stamps, (trip, stamp) => stamp[0] - trip.Asked)), "ms", null, Better.Lower),
            new Figure($"{browser}: host's answer to page, median", Median(trips.Zip(stamps, (trip, stamp) => trip.Answered - stamp[1])), "ms", null, Better.Lower),
        ];
    }

    private static async Task<List<Trip>> AskAsync(IBrowserTab tab, int runs, CancellationToken cancellationToken)
    {
        var taken = await tab.EvaluateAsync($"{AskStatus}({runs.ToString(CultureInfo.InvariantCulture)})", cancellationToken);
        return [.. taken.EnumerateArray().Select(t => new Trip(t.GetProperty("asked").GetDouble(), t.GetProperty("answered").GetDouble()))];
    }

    private static async Task<double> HostAloneAsync(Stage stage)
    {
        var begin = Stopwatch.GetTimestamp();
        await using var host = await HostConversation.StartAsync(stage.HostProgram!, stage.PersonEnvironment);
        await host.SendAsync(new { command = "quit", arguments = new { } });
        await host.ReceiveAsync();
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }

    /// <summary>Chromium stops a worker after 30 s without work; here it is stopped at once.</summary>
    private static async Task<List<double>> ColdAsync(Stage stage, IBrowserTab tab, CancellationToken cancellationToken)
    {
        var taken = new List<double>();
        for (var i = 0; i < ColdRuns; i++)
        {
            await stage.Browser.StopExtensionWorkerAsync();
            taken.Add((await AskAsync(tab, runs: 1, cancellationToken))[0].Took);
        }

        return taken;
    }

    /// <summary>As stores and administrators take it; the CRX is signed with a key made here.</summary>
    private static async Task<IReadOnlyList<Figure>> SizesAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("eidbridge-bench-");
        var key = Path.Combine(folder.FullName, "key.pem");
        using (var rsa = System.Security.Cryptography.RSA.Create(2048))
        {
            await File.WriteAllTextAsync(key, rsa.ExportPkcs8PrivateKeyPem(), cancellationToken);
        }

        var pack = Path.Combine(Repository.Root, "extension", "packaging", "pack.mjs");
        var from = Path.GetDirectoryName(Repository.PublishedExtension)!;
        await ChildProcess.RunAsync("node", [pack, "--from", from, "--out", folder.FullName, "--key", key], null, cancellationToken);
        var figures = folder.GetFiles("*extension*").OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => new Figure(f.Name, f.Length / 1e3, "kB", 60, Better.Lower)).ToArray();
        folder.Delete(recursive: true);
        return figures;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
