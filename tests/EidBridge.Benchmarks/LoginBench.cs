using System.Diagnostics;
using System.Security.Cryptography;
using EidBridge.Demo;
using EidBridge.VirtualCard;

namespace EidBridge.Benchmarks;

/// <summary>Logins with the estimate of a real card: what each costs the card, exactly, and the person, as a median.</summary>
internal static class LoginBench
{
    private const int Runs = 5;

    // design.md: 6 + k APDUs, 96 + 5k (1.8) or 80 + 5k (1.7) bytes to the card, L + 108 + 2k or L + 268 + 2k back.
    private const int ApduBase = 6;

    public static async Task<IReadOnlyList<Figure>> RunAsync(Applet applet, CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.SetAsync(applet, new CardOptions { Profile = CardProfile.Real }, cancellationToken);
        var logins = new List<Login>();
        for (var i = 0; i < Runs; i++)
        {
            logins.Add(await LogInAsync(stage, cancellationToken));
        }

        return [.. DescribeCard(applet, logins), .. DescribeTime(applet == Applet.V18 ? "1.8" : "1.7", logins)];
    }

    private static async Task<Login> LogInAsync(Stage stage, CancellationToken cancellationToken)
    {
        using var screen = new ScreenWatch(stage.Display.Environment["DISPLAY"]);
        var before = await stage.Card.CountAsync(cancellationToken);
        await using var host = await BenchStage.StartAsync(stage);
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var asked = Stopwatch.GetTimestamp();
        await host.SendAsync(new { command = "authenticate", arguments = new { challengeNonce = nonce, origin = BenchStage.Origin, lang = "en", eidbridge = new { progress = true } } });
        await host.ReceiveStateAsync("waiting-for-pin");
        var told = Stopwatch.GetTimestamp();

        // Usable is what is painted: the host says that it asks before the window has drawn the field.
        var ready = Stopwatch.GetElapsedTime(asked, Math.Max(told, await screen.WaitUntilPaintedAsync(cancellationToken)));
        var mapped = Stopwatch.GetElapsedTime(asked, await screen.Shown);
        await stage.Display.TypeAsync(await stage.Display.WaitForHostWindowAsync(cancellationToken), stage.Options.Pin, cancellationToken);
        var memory = host.ResidentBytes;
        var read = await stage.Card.CountAsync(cancellationToken);

        var entered = screen.PressEnter();
        var answer = await host.ReceiveAnswerAsync();
        var signed = Stopwatch.GetElapsedTime(entered);
        var after = await stage.Card.CountAsync(cancellationToken);
        return new Login(
            Convert.FromBase64String(answer.GetProperty("unverifiedCertificate").GetString()!).Length,
            after.Apdus - before.Apdus, after.BytesIn - before.BytesIn, after.BytesOut - before.BytesOut,
            mapped, ready, read.CardTime - before.CardTime, signed, after.CardTime - read.CardTime, memory);
    }

    private static IReadOnlyList<Figure> DescribeCard(Applet applet, List<Login> logins)
    {
        var (name, toCard, back) = applet == Applet.V18 ? ("1.8", 96, 108) : ("1.7", 80, 268);
        var (length, blocks) = (logins[0].CertificateLength, (logins[0].CertificateLength + 255) / 256);
        return
        [
            new Figure($"{name}: certificate", length, "bytes", null, Better.Exact),
            new Figure($"{name}: APDUs of a login, most of {Runs}", logins.Max(login => login.Apdus), "", ApduBase + blocks, Better.Exact),
            new Figure($"{name}: bytes to the card", logins.Max(login => login.BytesIn), "bytes", toCard + (5 * blocks), Better.Exact),
            new Figure($"{name}: bytes from the card", logins.Max(login => login.BytesOut), "bytes", length + back + (2 * blocks), Better.Exact),
        ];
    }

    private static IReadOnlyList<Figure> DescribeTime(string name, List<Login> logins)
    {
        double Median(Func<Login, TimeSpan> time) => HostBench.Median(logins.Select(login => time(login).TotalMilliseconds));
        return
        [
            new Figure($"{name}: request to window on the screen, median of {Runs}", Median(login => login.Mapped), "ms", 300, Better.Lower),
            new Figure($"{name}: memory with the window, largest of {Runs}", logins.Max(login => login.Memory) / 1e6, "MB", 45, Better.Lower),
            new Figure($"{name}: request to PIN field, real profile", Median(login => login.Ready), "ms", null, Better.Lower),
            new Figure($"{name}: of that, the card", Median(login => login.Reading), "ms", null, Better.Lower),
            new Figure($"{name}: Enter to answer, real profile", Median(login => login.Signed), "ms", null, Better.Lower),
            new Figure($"{name}: of that, the card", Median(login => login.Signing), "ms", null, Better.Lower),
            new Figure($"{name}: our share of a login, median of {Runs}", Median(login => login.Ours), "ms", 60, Better.Lower),
        ];
    }

    private sealed record Login(
        int CertificateLength, int Apdus, int BytesIn, int BytesOut, TimeSpan Mapped, TimeSpan Ready, TimeSpan Reading, TimeSpan Signed, TimeSpan Signing, long Memory)
    {
        /// <summary>Everything that is neither card nor person: from the request to a PIN field that can be used, and from Enter to the answer.</summary>
        public TimeSpan Ours => Ready - Reading + (Signed - Signing);
    }
}
