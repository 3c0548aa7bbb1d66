using EidBridge.VirtualCard;

namespace EidBridge.Host.Tests.Cli;

/// <summary>Tries that were used up in one process, and what the next one makes of it: real process, real pcscd, virtual card.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class RealLastTryTests
{
    private const int AskedFacts = 2;
    private readonly RealHost _host = new();

    public required TestContext TestContext { get; set; }

    [TestCleanup]
    public async Task Clean() => await _host.DisposeAsync();

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task LastTryOfAnEarlierProcess_IsAskedForTwice_AndOnlyThenCostsCommands(Applet applet)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var card = await pcscd.InsertAsync(
            Path.Combine(_host.Folder, "pki"), "an", new CardOptions { Applet = applet }, cancellationToken: TestContext.CancellationToken);
        await TypeTwoWrongPinsAsync(pcscd);
        var (questions, before) = (await QuestionsAsync(), (await card.CountAsync(TestContext.CancellationToken)).Apdus);

        var second = await LogInAsync(pcscd);
        var (asked, after) = (await QuestionsAsync() - questions, (await card.CountAsync(TestContext.CancellationToken)).Apdus);
        var third = await LogInAsync(pcscd);

        Assert.StartsWith("{\"unverifiedCertificate\"", second);
        Assert.AreEqual(1, asked, "before the last try");
        Assert.AreEqual(LoginCost(second) + AskedFacts, after - before);
        Assert.AreEqual(questions + 1, await QuestionsAsync(), "the PIN was right");
        Assert.AreEqual(LoginCost(third), (await card.CountAsync(TestContext.CancellationToken)).Apdus - after);
    }

    // One SELECT and a READ BINARY per block, MSE SET, VERIFY, PSO, GET RESPONSE, LOG OFF.
    private static int LoginCost(string reply)
    {
        using var token = System.Text.Json.JsonDocument.Parse(reply);
        return 6 + ((token.RootElement.GetProperty("unverifiedCertificate").GetBytesFromBase64().Length + 255) / 256);
    }

    /// <summary>The third is typed, and the person leaves at the question before it is used.</summary>
    private async Task TypeTwoWrongPinsAsync(PrivatePcscd pcscd)
    {
        await ScriptedLogin.AskAsync(
            _host, pcscd, "echo 'D 9999'; echo OK", "authenticate", $"\"challengeNonce\":\"{ScriptedLogin.Nonce}\"", agrees: false);
        while (await QuestionsAsync() == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.CancellationToken);
        }

        _host.Process.StandardInput.Close();
        Assert.AreEqual(0, await _host.EndAsync());
    }

    private async Task<string> LogInAsync(PrivatePcscd pcscd)
    {
        await ScriptedLogin.AskAsync(_host, pcscd, ScriptedLogin.TypesPin);
        var reply = await _host.ReceiveAsync();
        Assert.AreEqual(0, await _host.EndAsync());
        return reply;
    }

    private async Task<int> QuestionsAsync() => File.Exists(ScriptedLogin.LogOf(_host))
        ? (await File.ReadAllLinesAsync(ScriptedLogin.LogOf(_host), TestContext.CancellationToken)).Count(line => line == "CONFIRM")
        : 0;
}
