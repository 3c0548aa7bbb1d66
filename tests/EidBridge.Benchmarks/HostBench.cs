using System.Diagnostics;
using EidBridge.Demo;
using EidBridge.VirtualCard;

namespace EidBridge.Benchmarks;

/// <summary>The host: start, memory, size, and what a login costs the card and the clock.</summary>
internal static class HostBench
{
    private const int Runs = 20;
    private const string Origin = "https://portal.example";

    // design.md: 6 + k APDUs, 96 + 5k (1.8) or 80 + 5k (1.7) bytes to the card, L + 108 + 2k or L + 268 + 2k back.
    private const int ApduBase = 6;

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        var host = Path.Combine(Repository.PublishedHost, "eidbridge-host");
        var figures = new List<Figure>();
        figures.AddRange(await StartAsync(host, cancellationToken));
        figures.Add(new Figure("published folder", Directory.EnumerateFiles(Repository.PublishedHost).Sum(f => new FileInfo(f).Length) / 1e6, "MB", 12, Better.Lower));
        figures.AddRange(await LoginAsync(Applet.V18, cancellationToken));
        figures.AddRange(await LoginAsync(Applet.V17, cancellationToken));
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
            new Figure("start to first frame, host, median of 20", Median(ours), "ms", 8, Better.Lower),
            new Figure("start to first frame, host / C program", Median(ours) / Median(floor), "x", 7, Better.Lower),
            new Figure("start to `quit` answered, median of 20", Median(quit), "ms", 25, Better.Lower),
            new Figure("memory at first frame, largest of 20", memory / 1e6, "MB", 12, Better.Lower),
        ];
    }

    private static async Task<IReadOnlyList<Figure>> LoginAsync(Applet applet, CancellationToken cancellationToken)
    {
        var options = new StageOptions { Applet = applet, WithBrowser = false, WithServer = false, Card = new CardOptions { Profile = CardProfile.Real } };
        await using var stage = await Stage.SetAsync(options, cancellationToken);
        var host = stage.HostProgram ?? throw new StageException("The stage has no host");
        await using var conversation = await HostConversation.StartAsync(host, stage.PersonEnvironment);

        var asked = Stopwatch.GetTimestamp();
        var nonce = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        await conversation.SendAsync(new { command = "authenticate", arguments = new { challengeNonce = nonce, origin = Origin, lang = "en", eidbridge = new { progress = true } } });
        var window = await stage.Display.WaitForHostWindowAsync(cancellationToken);
        var mapped = Stopwatch.GetElapsedTime(asked);
        await conversation.ReceiveStateAsync("waiting-for-pin");
        await stage.Display.TypeAsync(window, options.Pin, cancellationToken);
        var memory = conversation.ResidentBytes;
        var waiting = await stage.Card.CountAsync(cancellationToken);

        var entered = Stopwatch.GetTimestamp();
        await stage.Display.PressAsync(window, "Return", cancellationToken);
        var answer = await conversation.ReceiveAnswerAsync();
        var signed = Stopwatch.GetElapsedTime(entered);
        var total = await stage.Card.CountAsync(cancellationToken);

        var length = Convert.FromBase64String(answer.GetProperty("unverifiedCertificate").GetString()!).Length;
        return Describe(applet, length, total, mapped, memory, signed, total.CardTime - waiting.CardTime);
    }

    private static IReadOnlyList<Figure> Describe(Applet applet, int length, CardCount total, TimeSpan mapped, long memory, TimeSpan signed, TimeSpan card)
    {
        var name = applet == Applet.V18 ? "1.8" : "1.7";
        var (toCard, back) = applet == Applet.V18 ? (96, 108) : (80, 268);
        var blocks = (length + 255) / 256;
        return
        [
            new Figure($"{name}: certificate", length, "bytes", null, Better.Exact),
            new Figure($"{name}: APDUs of a login", total.Apdus, "", ApduBase + blocks, Better.Exact),
            new Figure($"{name}: bytes to the card", total.BytesIn, "bytes", toCard + (5 * blocks), Better.Exact),
            new Figure($"{name}: bytes from the card", total.BytesOut, "bytes", length + back + (2 * blocks), Better.Exact),
            new Figure($"{name}: request to window on the screen, real profile", mapped.TotalMilliseconds, "ms", 300, Better.Lower),
            new Figure($"{name}: memory with the window", memory / 1e6, "MB", 45, Better.Lower),
            new Figure($"{name}: Enter to answer, real profile", signed.TotalMilliseconds, "ms", null, Better.Lower),
            new Figure($"{name}: of that, the card", card.TotalMilliseconds, "ms", null, Better.Lower),
            new Figure($"{name}: of that, ours", (signed - card).TotalMilliseconds, "ms", 60, Better.Lower),
        ];
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
