using System.Diagnostics;
using EidBridge.Demo;
using EidBridge.VirtualCard;

namespace EidBridge.Benchmarks;

/// <summary>The host: start, memory, size, and what a login costs the card and the clock.</summary>
internal static class HostBench
{
    private const int Runs = 20;

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        var host = Path.Combine(Repository.PublishedHost, "eidbridge-host");
        var figures = new List<Figure>();
        figures.AddRange(await StartAsync(host, cancellationToken));
        figures.Add(new Figure("published folder", Directory.EnumerateFiles(Repository.PublishedHost).Sum(f => new FileInfo(f).Length) / 1e6, "MB", 12, Better.Lower));
        figures.AddRange(await LoginBench.RunAsync(Applet.V18, cancellationToken));
        figures.AddRange(await LoginBench.RunAsync(Applet.V17, cancellationToken));
        figures.AddRange(await WaitingBench.RunAsync(cancellationToken));
        figures.AddRange(await CardCostBench.RunAsync(cancellationToken));
        figures.AddRange(await RemoteBench.RunAsync(cancellationToken));
        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> StartAsync(string host, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("eidbridge-bench-");
        var bare = Path.Combine(folder.FullName, "first-frame");
        await ChildProcess.RunAsync("clang", ["-O2", "-o", bare, Path.Combine(Repository.Root, "tests", "EidBridge.Benchmarks", "first_frame.c")], null, cancellationToken);

        var ours = new List<double>();
        var floor = new List<double>();
        var quit = new List<double>();
        long memory = 0;
        for (var i = 0; i < Runs; i++)
        {
            await using (var c = await HostConversation.StartAsync(bare))
            {
                floor.Add(c.FirstFrame.TotalMilliseconds);
            }

            var begin = Stopwatch.GetTimestamp();
            await using var conversation = await HostConversation.StartAsync(host);
            ours.Add(conversation.FirstFrame.TotalMilliseconds);
            memory = Math.Max(memory, conversation.ResidentBytes);
            await conversation.SendAsync(new { command = "quit", arguments = new { } });
            await conversation.ReceiveAsync();
            quit.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        folder.Delete(recursive: true);
        return
        [
            new Figure("start to first frame, C program, median of 20", Median(floor), "ms", null, Better.Lower),
            new Figure("start to first frame, host, median of 20", Median(ours), "ms", null, Better.Lower),
            new Figure("start to first frame, host / C program", Median(ours) / Median(floor), "x", 7, Better.Lower),
            new Figure("start to `quit` answered, median of 20", Median(quit), "ms", 25, Better.Lower),
            new Figure("memory at first frame, largest of 20", memory / 1e6, "MB", 12, Better.Lower),
        ];
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
