using EidBridge.Demo;
using EidBridge.VirtualCard;

namespace EidBridge.Benchmarks;

/// <summary>What it costs that a person thinks: nothing.</summary>
internal static class WaitingBench
{
    private static readonly TimeSpan Thinking = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.SetAsync(Applet.V18, new CardOptions(), cancellationToken);
        await using var host = await BenchStage.StartAsync(stage);
        await BenchStage.AskForLoginAsync(stage, host, "web-eid:1.0", cancellationToken);
        var pin = await MeasureAsync(stage, host, "a PIN", cancellationToken);
        await stage.Card.PullAsync(cancellationToken);
        await host.ReceiveStateAsync("waiting-for-card");
        return [.. pin, .. await MeasureAsync(stage, host, "a card", cancellationToken)];
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(Stage stage, HostConversation host, string what, CancellationToken cancellationToken)
    {
        var (commands, processor) = ((await stage.Card.CountAsync(cancellationToken)).Apdus, host.ProcessorTime);
        await Task.Delay(Thinking, cancellationToken);
        return
        [
            new Figure($"waiting 10 s for {what}: APDUs", (await stage.Card.CountAsync(cancellationToken)).Apdus - commands, "", 0, Better.Exact),
            new Figure($"waiting 10 s for {what}: processor", (host.ProcessorTime - processor) / Thinking * 100, "%", 1, Better.Lower),
        ];
    }
}
