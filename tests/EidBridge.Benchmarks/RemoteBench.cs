using System.Diagnostics;
using System.Globalization;
using EidBridge.Demo;
using EidBridge.VirtualCard;

namespace EidBridge.Benchmarks;

/// <summary>
/// A reader behind a link, as in a remote desktop: every command waits for it. A login of ours beside the commands that the official
/// PKCS#11 module sends for the same (<see cref="OfficialModule"/>), answered by the same card over the same link.
/// </summary>
internal static class RemoteBench
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        var figures = new List<Figure>();
        foreach (var (applet, name) in ((Applet, string)[])[(Applet.V18, "1.8"), (Applet.V17, "1.7")])
        {
            foreach (var milliseconds in (int[])[50, 100, 150])
            {
                figures.AddRange(await OfAsync(applet, $"{name}, link of {milliseconds} ms", milliseconds, cancellationToken));
            }
        }

        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> OfAsync(Applet applet, string name, int milliseconds, CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.SetAsync(applet, new CardOptions { Latency = TimeSpan.FromMilliseconds(milliseconds) }, cancellationToken);
        var ours = await LogInAsync(stage, cancellationToken);
        var before = await stage.Card.CountAsync(cancellationToken);
        var theirs = await ReplayAsync(stage, applet, cancellationToken);
        var after = await stage.Card.CountAsync(cancellationToken);
        return
        [
            new Figure($"{name}: login, person not counted", ours.TotalMilliseconds, "ms", null, Better.Lower),
            new Figure($"{name}: the official module's commands", theirs.TotalMilliseconds, "ms", null, Better.Lower),
            new Figure($"{name}: of those, APDUs", after.Apdus - before.Apdus, "", OfficialModule.CommandsOf(applet), Better.Exact),
            new Figure($"{name}: of those, bytes to the card", after.BytesIn - before.BytesIn, "bytes", OfficialModule.BytesOf(applet), Better.Exact),
            new Figure($"{name}: ours / theirs", ours / theirs, "x", 1, Better.Lower),
        ];
    }

    private static async Task<TimeSpan> LogInAsync(Stage stage, CancellationToken cancellationToken)
    {
        await using var host = await BenchStage.StartAsync(stage);
        var asked = Stopwatch.GetTimestamp();
        var window = await BenchStage.AskForLoginAsync(stage, host, "web-eid:1.0", cancellationToken);
        var ready = Stopwatch.GetElapsedTime(asked);
        await stage.Display.TypeAsync(window, stage.Options.Pin, cancellationToken);
        var entered = Stopwatch.GetTimestamp();
        await stage.Display.PressAsync(window, "Return", cancellationToken);
        await host.ReceiveAnswerAsync();
        return ready + Stopwatch.GetElapsedTime(entered);
    }

    /// <summary>In a process of its own: pcsc-lite remembers the first service that a process has spoken to.</summary>
    private static async Task<TimeSpan> ReplayAsync(Stage stage, Applet applet, CancellationToken cancellationToken)
    {
        var told = await ChildProcess.RunAsync(Environment.ProcessPath!, ["official-login", applet.ToString()], stage.PersonEnvironment, cancellationToken);
        return TimeSpan.FromMilliseconds(double.Parse(told, CultureInfo.InvariantCulture));
    }
}
