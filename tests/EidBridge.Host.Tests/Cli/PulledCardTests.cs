using EidBridge.VirtualCard;

namespace EidBridge.Host.Tests.Cli;

/// <summary>
/// The real process on a real pcscd: the card is pulled at each command of each request, put back, and the request still ends well. Which
/// commands there are is counted on a run without accidents.
/// </summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class PulledCardTests
{
    private const string Verify = "VERIFY";

    /// <summary>A host that waits for something that never comes tells so while the test still listens.</summary>
    private const string Soon = """, "userInteractionTimeoutSeconds": 20""";
    private static readonly TimeSpan Absence = TimeSpan.Zero;
    private static readonly DirectoryInfo Shared = Directory.CreateTempSubdirectory("eidbridge-test-");
    private readonly RealHost _host = new();

    public required TestContext TestContext { get; set; }

    public static IEnumerable<object[]> Everything =>
        from command in (string[])["authenticate", "sign", "get-signing-certificate", "get-identity"]
        from applet in (Applet[])[Applet.V18, Applet.V17]
        select (object[])[command, applet];

    private static string Pki => Path.Combine(Shared.FullName, "pki");

    [TestCleanup]
    public async Task Clean() => await _host.DisposeAsync();

    /// <summary>Making the cards' keys is what takes time: once for all.</summary>
    [ClassCleanup]
    public static void CleanAll() => Shared.Delete(recursive: true);

    [TestMethod]
    [DynamicData(nameof(Everything))]
    [Timeout(180_000, CooperativeCancellation = true)]
    public async Task CardPulledAtEachCommand_AndPutBack_StillAnswers_AndNoPinIsSentTwice(string command, Applet applet)
    {
        await using var pcscd = await PrivatePcscd.StartAsync(TestContext.CancellationToken);
        var options = new CardOptions { Applet = applet, PutBackAfter = Absence };
        var card = await pcscd.InsertAsync(Pki, "an", options, cancellationToken: TestContext.CancellationToken);
        var whole = await AskAsync(pcscd, card, command, applet, "no accident");
        Assert.HasCount(ExpectedOf(command, applet), whole);
        var verify = whole.IndexOf(Verify) + 1;

        for (var at = 1; at <= whole.Count; at++)
        {
            await card.PullAtAsync(at, TestContext.CancellationToken);

            var what = $"{command}, {applet}, pulled at command {at} of {whole.Count}";
            var sent = await AskAsync(pcscd, card, command, applet, what);

            // With LOG OFF the signature was there already; before VERIFY there was no PIN to lose.
            var expected = verify == 0 ? 0 : at < verify || at == whole.Count ? 1 : 2;
            Assert.AreEqual(expected, sent.Count(name => name == Verify), $"{what}: {string.Join(' ', sent)}");
            await card.WaitUntilPutBackAsync(TestContext.CancellationToken);
        }
    }

    // 6 or 1 and a block of 256 bytes each: 872 bytes of certificate on applet 1.8, 1472 on 1.7. A photo of 11 or 10 blocks.
    private static int ExpectedOf(string command, Applet applet) => (command, applet) switch
    {
        ("get-identity", Applet.V18) => 18,
        ("get-identity", _) => 17,
        ("get-signing-certificate", Applet.V18) => 5,
        ("get-signing-certificate", _) => 7,
        (_, Applet.V18) => 10,
        _ => 12,
    };

    /// <returns>Names of the commands that the card got, in order.</returns>
    private async Task<List<string>> AskAsync(PrivatePcscd pcscd, InsertedCard card, string command, Applet applet, string what)
    {
        var before = (await card.LogAsync(TestContext.CancellationToken)).Count;
        File.Delete(ScriptedLogin.LogOf(_host));
        await ScriptedLogin.AskAsync(_host, pcscd, ScriptedLogin.TypesPin, command, ArgumentsOf(command, applet), Soon);

        var reply = await _host.ReceiveAsync();
        Assert.StartsWith($"{{\"{AnswerOf(command)}\"", reply, $"{what}: {reply}");
        Assert.AreEqual(0, await _host.EndAsync(), what);
        List<string> sent = [.. (await card.LogAsync(TestContext.CancellationToken)).Skip(before).Select(entry => entry.Name)];
        var typed = (await File.ReadAllLinesAsync(ScriptedLogin.LogOf(_host), TestContext.CancellationToken)).Count(line => line == "GETPIN");
        Assert.IsLessThanOrEqualTo(typed, sent.Count(name => name == Verify), $"{what}: a VERIFY that nobody typed a PIN for");
        return sent;
    }

    private static string ArgumentsOf(string command, Applet applet) => command switch
    {
        "authenticate" => $"\"challengeNonce\":\"{ScriptedLogin.Nonce}\"",
        "sign" => $"\"certificate\":\"{Convert.ToBase64String(SigningCertificate(applet))}\",\"hash\":\"{Convert.ToBase64String(new byte[32])}\",\"hashFunction\":\"SHA-256\"",
        "get-identity" => """
            "eidbridge":{"fields":["surname","address","photo"]}
            """,
        _ => string.Empty,
    };

    private static string AnswerOf(string command) => command switch
    {
        "authenticate" => "unverifiedCertificate",
        "sign" => "signature",
        "get-identity" => "identity",
        _ => "certificate",
    };

    private static byte[] SigningCertificate(Applet applet) =>
        CardPki.OpenOrCreate(Pki, TimeProvider.System.GetUtcNow()).Issue(CardPersons.An, applet).Signature!.RawData;
}
