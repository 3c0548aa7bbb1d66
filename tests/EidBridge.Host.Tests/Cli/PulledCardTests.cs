using EidBridge.VirtualCard;

namespace EidBridge.Host.Tests.Cli;

/// <summary>The real process on a real pcscd: the card is pulled at each command of each request, put back, and the request still ends well.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class PulledCardTests
{
    private static readonly TimeSpan Absence = TimeSpan.FromMilliseconds(200);
    private static readonly DirectoryInfo Shared = Directory.CreateTempSubdirectory("eidbridge-test-");
    private readonly RealHost _host = new();

    public required TestContext TestContext { get; set; }

    [TestCleanup]
    public async Task Clean() => await _host.DisposeAsync();

    /// <summary>Making the cards' keys is what takes time: once for all.</summary>
    [ClassCleanup]
    public static void CleanAll() => Shared.Delete(recursive: true);

    // Commands: 5 + 5 of a login, 5 of a certificate, 18 of identity, address and photo on applet 1.8 (LOG OFF is the last of a login).
    public static IEnumerable<object[]> EveryCommand =>
        [
            .. Each("authenticate", 10, "\"unverifiedCertificate\""),
            .. Each("get-signing-certificate", 5, "\"certificate\""),
            .. Each("get-identity", 18, "\"identity\""),
        ];

    [TestMethod]
    [DynamicData(nameof(EveryCommand))]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task CardPulledAtEachCommand_AndPutBack_StillAnswers(string command, int at, string answer)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var options = new CardOptions { Applet = Applet.V18, PullAtApdu = at, PutBackAfter = Absence };
        var card = await pcscd.InsertAsync(Path.Combine(Shared.FullName, "pki"), "an", options, cancellationToken: TestContext.CancellationToken);
        var arguments = command switch
        {
            "authenticate" => $"\"challengeNonce\":\"{ScriptedLogin.Nonce}\"",
            "get-identity" => """
                "eidbridge":{"fields":["surname","address","photo"]}
                """,
            _ => string.Empty,
        };

        await ScriptedLogin.AskAsync(_host, pcscd, ScriptedLogin.TypesPin, command, arguments);

        Assert.StartsWith($"{{{answer}", await _host.ReceiveAsync());
        Assert.AreEqual(0, await _host.EndAsync());
        var verifies = (await card.CountAsync(TestContext.CancellationToken)).Verifies;
        Assert.IsTrue(command == "authenticate" ? verifies is 1 or 2 : verifies == 0, $"{verifies} VERIFY");
    }

    private static IEnumerable<object[]> Each(string command, int commands, string answer) =>
        Enumerable.Range(1, commands).Select(at => (object[])[command, at, answer]);
}
