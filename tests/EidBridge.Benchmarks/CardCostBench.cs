using EidBridge.VirtualCard;

namespace EidBridge.Benchmarks;

/// <summary>APDUs of everything beside a plain login.</summary>
internal static class CardCostBench
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken) =>
    [
        .. await OfAsync(Applet.V18, "1.8", cancellationToken),
        .. await OfAsync(Applet.V17, "1.7", cancellationToken),
    ];

    private static async Task<IReadOnlyList<Figure>> OfAsync(Applet applet, string name, CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.SetAsync(applet, new CardOptions(), cancellationToken);
        var figures = new List<Figure>();
        await using (var host = await BenchStage.StartAsync(stage))
        {
            await host.SendAsync(new { command = "status", arguments = new { } });
            await host.ReceiveAnswerAsync();
            figures.Add(new Figure($"{name}: APDUs of `status`", (await stage.Card.CountAsync(cancellationToken)).Apdus, "", 0, Better.Exact));
        }

        for (var login = 1; login <= 2; login++)
        {
            var before = (await stage.Card.CountAsync(cancellationToken)).Apdus;
            await using var host = await BenchStage.StartAsync(stage);
            var window = await BenchStage.AskForLoginAsync(stage, host, "web-eid:1.1", cancellationToken);
            var answer = await BenchStage.TypePinAsync(stage, host, window, cancellationToken);
            var leaf = Convert.FromBase64String(answer.GetProperty("unverifiedCertificate").GetString()!).Length;
            var used = (await stage.Card.CountAsync(cancellationToken)).Apdus - before;
            figures.Add(login == 1
                ? new Figure($"{name}: APDUs of a 1.1 login, CA not known yet", used, "", null, Better.Exact)
                : new Figure($"{name}: APDUs of a 1.1 login, CA known", used, "", 6 + ((leaf + 255) / 256), Better.Exact));
        }

        figures.AddRange(await IdentityAsync(stage, applet, name, cancellationToken));
        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> IdentityAsync(Demo.Stage stage, Applet applet, string name, CancellationToken cancellationToken)
    {
        var before = (await stage.Card.CountAsync(cancellationToken)).Apdus;
        await using var host = await BenchStage.StartAsync(stage);
        await host.SendAsync(new
        {
            command = "get-identity",
            arguments = new { origin = BenchStage.Origin, eidbridge = new { progress = true, fields = (string[])["surname", "address", "photo"] } },
        });
        await host.ReceiveStateAsync("waiting-for-consent");
        await stage.Display.AgreeAsync(await stage.Display.WaitForHostWindowAsync(cancellationToken), cancellationToken);
        var answer = await host.ReceiveAnswerAsync();

        // Identity: SELECT, 6Cxx, READ; address: SELECT, READ; photo: SELECT, its blocks (11 or 10), one 6Cxx.
        var photo = Convert.FromBase64String(answer.GetProperty("identity").GetProperty("photo").GetString()!).Length;
        var used = (await stage.Card.CountAsync(cancellationToken)).Apdus - before;
        return
        [
            new Figure($"{name}: photo", photo, "bytes", null, Better.Exact),
            new Figure($"{name}: APDUs of identity, address and photo", used, "", applet == Applet.V18 ? 18 : 17, Better.Exact),
        ];
    }
}
