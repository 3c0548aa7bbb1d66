using System.Diagnostics;
using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Host.Tests.Cli;

/// <summary>The card service goes away, comes back, or has given the card to another program alone.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class ServiceTests
{
    private const int Limit = 60_000;
    private readonly RealHost _host = new();
    private readonly RealHost _later = new();

    public required TestContext TestContext { get; set; }

    [TestCleanup]
    public async Task Clean()
    {
        await _host.DisposeAsync();
        await _later.DisposeAsync();
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task ServiceStopped_WhileThePinIsAskedFor_IsTold_AndTheNextRequestFindsItRestarted()
    {
        var stopping = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        await InsertAsync(stopping);
        await ScriptedLogin.AskAsync(_host, stopping, ScriptedLogin.Hesitates, progress: true);
        await ReceiveStateAsync("waiting-for-pin");

        await stopping.DisposeAsync();

        // The card leaves its reader a moment before the service, which may have time to tell that.
        string told;
        do
        {
            told = await _host.ReceiveAsync();
        }
        while (told.StartsWith("{\"progress\"", StringComparison.Ordinal));

        Assert.Contains("\"pcsc-unavailable\"", told);
        Assert.AreEqual(0, await _host.EndAsync());
        await using var restarted = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        await InsertAsync(restarted);
        await ScriptedLogin.AskAsync(_later, restarted, ScriptedLogin.TypesPin);
        Assert.StartsWith("{\"unverifiedCertificate\"", await _later.ReceiveAsync());
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task CardHeldExclusively_IsWaitedFor_AndUsedOnceItIsFree()
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await InsertAsync(pcscd);
        using var holder = await HoldAsync(pcscd, card);
        await ScriptedLogin.AskAsync(_host, pcscd, ScriptedLogin.TypesPin, progress: true);
        await ReceiveStateAsync("reading-card");

        // Which dialogs there were before depends on how quickly they open; this one stays until the card is free.
        while (!await IsCalledBusyAsync())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.CancellationToken);
        }

        holder.StandardInput.Close();
        await holder.WaitForExitAsync(TestContext.CancellationToken);

        await ReceiveStateAsync("signing");
        Assert.StartsWith("{\"unverifiedCertificate\"", await _host.ReceiveAsync());
    }

    [TestMethod]
    [DataRow("""{"command":"status","arguments":{}}""")]
    [DataRow("""{"command":"authenticate","arguments":{"challengeNonce":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=","origin":"https://doctor.example"}}""")]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task ServiceThatHangs_IsTold_AndKeepsNoHost(string request)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        await pcscd.SuspendAsync(TestContext.CancellationToken);
        _host.Configure("""{ "prompts": "pinentry", "pinentryProgram": "/bin/cat" }""");
        _host.Start([RealHost.Caller], ("PCSCLITE_CSOCK_NAME", pcscd.SocketPath));
        await _host.ReceiveAsync();
        await _host.SendAsync(request);

        Assert.Contains("\"pcsc-unavailable\"", await _host.ReceiveAsync());

        Assert.AreEqual(0, await _host.EndAsync());
        await pcscd.ResumeAsync(TestContext.CancellationToken);
    }

    [TestMethod]
    [DataRow("status")]
    [DataRow("cards")]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task ServiceThatHangs_IsTold_OnTheCommandLineToo(string command)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        await pcscd.SuspendAsync(TestContext.CancellationToken);
        _host.Start([command, "--json"], ("PCSCLITE_CSOCK_NAME", pcscd.SocketPath));

        Assert.Contains("\"pcsc-unavailable\"", await _host.Process.StandardOutput.ReadToEndAsync(TestContext.CancellationToken));

        await _host.Process.WaitForExitAsync(TestContext.CancellationToken);
        Assert.AreEqual(1, _host.Process.ExitCode);
        await pcscd.ResumeAsync(TestContext.CancellationToken);
    }

    /// <summary>opensc-explorer stays connected until its input ends; here with the card to itself.</summary>
    private async Task<Process> HoldAsync(PrivatePcscd pcscd, InsertedCard card)
    {
        var configuration = Path.Combine(_host.Folder, "opensc.conf");
        await File.WriteAllTextAsync(configuration, "app default { reader_driver pcsc { connect_exclusive = true; } }", TestContext.CancellationToken);
        var info = new ProcessStartInfo("opensc-explorer") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["OPENSC_CONF"] = configuration;
        info.Environment["PCSCLITE_CSOCK_NAME"] = pcscd.SocketPath;
        var holder = Process.Start(info)!;
        holder.ErrorDataReceived += static (_, _) => { };
        holder.BeginErrorReadLine();
        while ((await card.CountAsync(TestContext.CancellationToken)).Apdus == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.CancellationToken);
        }

        return holder;
    }

    private async Task<bool> IsCalledBusyAsync()
    {
        var log = ScriptedLogin.LogOf(_host);
        return File.Exists(log)
            && await File.ReadAllTextAsync(log, TestContext.CancellationToken) is var said
            && Languages.All.Any(language => said.Contains(ErrorCatalogue.Find(ErrorCode.CardBusy).Texts[language], StringComparison.Ordinal));
    }

    private async Task ReceiveStateAsync(string state)
    {
        while (!(await _host.ReceiveAsync()).Contains(state, StringComparison.Ordinal))
        {
            // Told on the way there.
        }
    }

    private Task<InsertedCard> InsertAsync(PrivatePcscd pcscd) => pcscd.InsertAsync(
        Path.Combine(_host.Folder, "pki"), "an", new CardOptions { Applet = Applet.V18 }, cancellationToken: TestContext.CancellationToken);
}
