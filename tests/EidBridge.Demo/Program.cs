using System.Diagnostics;
using System.Runtime.InteropServices;
using EidBridge.Demo;
using EidBridge.VirtualCard;
using Microsoft.Playwright;

const int PersonPort = 5080;
var verb = args.Length == 1 ? args[0] : string.Empty;
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);

try
{
    return verb switch
    {
        "demo" => await WalkAsync(stop.Token),
        "run" => await StayUpAsync(stop.Token),
        _ => Usage(),
    };
}
catch (Exception e) when (e is StageException or PlaywrightException or TimeoutException)
{
    Terminal.WriteError(e.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}

// The stage is struck before the program ends.
void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

static int Usage()
{
    Terminal.WriteError("usage: eidbridge-demo demo | run   (./build.sh demo, ./build.sh run)");
    return 2;
}

static async Task<int> WalkAsync(CancellationToken cancellationToken)
{
    var watch = Stopwatch.StartNew();
    var pictures = Path.Combine(Repository.Root, "dist", "demo");
    Directory.CreateDirectory(pictures);
    var options = new StageOptions { Provisioning = TimeSpan.FromSeconds(15), Card = new CardOptions { Profile = CardProfile.Real } };

    await using var stage = await Stage.SetAsync(options, cancellationToken);
    Terminal.WriteLine($"    {watch.Elapsed.TotalSeconds,6:0.00} s  Stage set: virtual card, pcscd, X server, Chromium, host, server");
    await new Walkthrough(stage, await Journey.BeginAsync(stage), pictures).WalkAsync(cancellationToken);
    Terminal.WriteLine($"    {watch.Elapsed.TotalSeconds,6:0.00} s  Done. The account is active and logged in both ways. Pictures: dist/demo/");
    return 0;
}

static async Task<int> StayUpAsync(CancellationToken cancellationToken)
{
    var options = new StageOptions { Provisioning = TimeSpan.FromSeconds(15), Port = PersonPort, OnThisDisplay = true, Card = new CardOptions { Profile = CardProfile.Real } };
    await using var stage = await Stage.SetAsync(options, cancellationToken);
    var page = await stage.Browser.Context.NewPageAsync();
    await page.GotoAsync(stage.Server.Origin);
    Terminal.WriteLine($"Up at {stage.Server.Origin} (PIN {options.Pin}; messages at /development/outbox). Ctrl+C ends it.");
    if (VirtualDisplay.OfThisPerson() is null)
    {
        Terminal.WriteLine("No DISPLAY is set, so Chromium and the host's window are on a display in memory.");
    }

    await Task.Delay(Timeout.Infinite, cancellationToken);
    return 0;
}
