using System.Diagnostics;
using System.Globalization;
using EidBridge.Card.Pcsc;
using EidBridge.Demo;
using EidBridge.VirtualCard;

namespace EidBridge.Benchmarks;

/// <summary>
/// A reader behind a link, as in a remote desktop: every command waits for it. A login of ours beside as many commands as the official
/// PKCS#11 module sends for the same (27 on 1.8, 25 on 1.7), without that module's own pauses.
/// </summary>
internal static class RemoteBench
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        var figures = new List<Figure>();
        foreach (var (applet, name, theirs) in ((Applet, string, int)[])[(Applet.V18, "1.8", 27), (Applet.V17, "1.7", 25)])
        {
            foreach (var milliseconds in (int[])[50, 100, 150])
            {
                figures.AddRange(await OfAsync(applet, $"{name}, link of {milliseconds} ms", theirs, milliseconds, cancellationToken));
            }
        }

        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> OfAsync(Applet applet, string name, int theirs, int milliseconds, CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.SetAsync(applet, new CardOptions { Latency = TimeSpan.FromMilliseconds(milliseconds) }, cancellationToken);
        var ours = await LogInAsync(stage, cancellationToken);
        var replayed = await ReplayAsync(stage, theirs, cancellationToken);
        return
        [
            new Figure($"{name}: login, person not counted", ours.TotalMilliseconds, "ms", null, Better.Lower),
            new Figure($"{name}: ours / {theirs} commands", ours / replayed, "x", 1, Better.Lower),
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
    private static async Task<TimeSpan> ReplayAsync(Stage stage, int commands, CancellationToken cancellationToken)
    {
        var told = await ChildProcess.RunAsync(
            Environment.ProcessPath!, ["replay", commands.ToString(CultureInfo.InvariantCulture)], stage.PersonEnvironment, cancellationToken);
        return TimeSpan.FromMilliseconds(double.Parse(told, CultureInfo.InvariantCulture));
    }

    /// <summary>What the process of <see cref="ReplayAsync"/> does.</summary>
    /// <returns>Milliseconds of the commands alone.</returns>
    public static double Replay(int commands)
    {
        using var context = new SystemPcsc().EstablishContext();
        var reader = context.GetStates(context.ListReaders()).First(state => (state.State & PcscCode.StatePresent) != 0).Name;
        using var card = context.Connect(reader, TimeSpan.FromSeconds(10));
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < commands; i++)
        {
            card.Transmit([0x80, 0xE4, 0x00, 0x00, 0x1C]);
        }

        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }
}
