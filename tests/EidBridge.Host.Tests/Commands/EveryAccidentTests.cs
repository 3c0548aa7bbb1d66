using System.Text.Json;
using EidBridge.Card;
using EidBridge.Card.Pcsc;
using EidBridge.Card.Tests;
using EidBridge.Host.Tests.Messaging;
using EidBridge.Protocol;
using EidBridge.VirtualCard;

namespace EidBridge.Host.Tests.Commands;

/// <summary>
/// The whole host on a virtual card in a scripted PC/SC: an accident at each command of each request, and a person who goes on. Which
/// commands there are is counted on a run without accidents, so a new one is covered when it is written.
/// </summary>
[TestClass]
public sealed class EveryAccidentTests
{
    private const string Verify = "0020000108";
    private const string Compute = "002A9E9A";
    private const string LogOff = "80E60000";
    private const string OnKeypad = "token on a keypad";
    private const uint FeatureRequest = 0x42000D48;
    private const uint VerifyOnKeypad = 0x42330006;
    private const string Select = "00A408";
    private const string Nonce = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static readonly byte[] SelectIssuer = Convert.FromHexString("00A4080C063F00DF00503A");

    public required TestContext TestContext { get; set; }

    public static IEnumerable<object[]> Everything =>
        from request in (string[])["token 1.0", "token 1.1", OnKeypad, "signing certificate", "document", "identity", "files"]
        from applet in (Applet[])[Applet.V17, Applet.V18]
        select (object[])[request, applet];

    [TestMethod]
    [DynamicData(nameof(Everything))]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task CardPulledAtEachCommand_AndPutBack_IsStillAnswered_AndEveryVerifyIsThePersons(string request, Applet applet)
    {
        var commands = (await AskAsync(request, applet, (_, _) => null)).Sent.Count;
        for (var at = 1; at <= commands; at++)
        {
            var pulled = false;

            var told = await AskAsync(request, applet, (number, pcsc) =>
            {
                if (number != at || pulled)
                {
                    return null;
                }

                pulled = true;
                pcsc.Insert(null);
                return PcscCode.CardWasRemoved;
            });

            told.Check($"{request}, {applet}, pulled at command {at} of {commands}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Everything))]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task CardResetAtEachCommand_IsReadAgainBeforeThePin_AndAskedForAgainAfterIt(string request, Applet applet)
    {
        var whole = (await AskAsync(request, applet, (_, _) => null)).Sent;

        // What is typed on the reader is no command of ours: the next one comes after the PIN.
        var verify = whole.FindIndex(sent => sent.StartsWith(request == OnKeypad ? Compute : Verify, StringComparison.Ordinal)) + 1;
        for (var at = 1; at <= whole.Count; at++)
        {
            var told = await AskAsync(request, applet, (number, _) => number == at ? PcscCode.CardWasReset : null);

            var what = $"{request}, {applet}, reset at command {at} of {whole.Count}";
            told.Check(what);
            string?[] asked = verify == 0 ? [] : at < verify || at == whole.Count ? [null] : [null, ErrorCode.CardReset];
            CollectionAssert.AreEqual(asked, told.Person.Asked, what);
            Assert.AreEqual(verify == 0 ? 0 : asked.Length - (at == verify && request != OnKeypad ? 1 : 0), told.Verified, what);

            // A card that was reset knows no file any more: what comes next, but for a LOG OFF, selects one.
            var next = told.Sent.Skip(at).FirstOrDefault(sent => sent != LogOff);
            Assert.IsTrue(verify > 0 && at == whole.Count ? next is null : next?.StartsWith(Select, StringComparison.Ordinal), $"{what}: then {next}");
        }
    }

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task IssuingCaThatTheCardKeepsToItself_IsNoObstacle(Applet applet)
    {
        var told = await AskAsync("token 1.1", applet, (_, pcsc) =>
        {
            pcsc.Pseudo = (command, _) => command.AsSpan().StartsWith(SelectIssuer) ? [0x69, 0x82] : null;
            return null;
        });

        told.Check($"{applet}");
        Assert.Contains("web-eid:1.0", told.Reply!);
    }

    private static string ArgumentsOf(string request, Applet applet) => request switch
    {
        "token 1.0" or OnKeypad => $$"""authenticate","arguments":{"challengeNonce":"{{Nonce}}",""",
        "token 1.1" => $$$"""authenticate","arguments":{"challengeNonce":"{{{Nonce}}}","eidbridge":{"tokenFormat":"web-eid:1.1"},""",
        "signing certificate" => """get-signing-certificate","arguments":{""",
        "document" => $$"""
            sign","arguments":{"certificate":"{{Convert.ToBase64String(SigningCertificate(applet))}}","hash":"{{Convert.ToBase64String(new byte[32])}}","hashFunction":"SHA-256",
            """,
        "identity" => """get-identity","arguments":{"eidbridge":{"fields":["surname","address","photo"]},""",
        _ => """get-identity","arguments":{"eidbridge":{"files":true},""",
    };

    private static byte[] SigningCertificate(Applet applet) => TestCards.Pki.Issue(CardPersons.An, applet).Signature!.RawData;

    private async Task<Outcome> AskAsync(string request, Applet applet, Func<int, FakePcsc, int?> accident)
    {
        var pcsc = new FakePcsc();
        var card = TestCards.Make(applet);
        pcsc.Insert(card);
        pcsc.Accident = (number, _) => accident(number, pcsc);
        pcsc.Keypad = request != OnKeypad ? null : (code, _, inserted) =>
            code == FeatureRequest ? Convert.FromHexString("060442330006") : inserted.Transmit(Convert.FromHexString(Verify + "241234FFFFFFFFFF"));
        await using var person = new PatientPerson(() =>
        {
            if (!pcsc.HoldsCard)
            {
                pcsc.Insert(card);
            }
        });
        using var host = new HostUnderTest(openReaders: () => new CardReaders(pcsc, TimeProvider.System), openPrompt: () => person);
        var frames = await host.AskAsync(
            $$$"""{"command":"{{{ArgumentsOf(request, applet)}}}"origin":"https://doctor.example"}}""", TestContext.CancellationToken);
        return new Outcome(frames.SingleOrDefault(), pcsc, person, card);
    }

    private sealed record Outcome(string? Reply, FakePcsc Pcsc, PatientPerson Person, VirtualEidCard Card)
    {
        public List<string> Sent => Pcsc.Sent;

        /// <summary>How many PINs reached the card.</summary>
        public int Verified =>
            Pcsc.Sent.Zip(Pcsc.Answered).Count(pair => pair.First.StartsWith(Verify, StringComparison.Ordinal) && pair.Second.Length > 0)
            + Pcsc.Controls.Count(control => control.StartsWith($"{VerifyOnKeypad:X8}", StringComparison.Ordinal));

        public void Check(string what)
        {
            using var reply = JsonDocument.Parse(Reply ?? "{}");
            Assert.IsFalse(reply.RootElement.TryGetProperty("error", out _) || Reply is null, $"{what}: {Reply}");
            var verifies = Sent.Count(sent => sent.StartsWith(Verify, StringComparison.Ordinal));
            Assert.IsLessThanOrEqualTo(Person.Asked.Count, Math.Max(verifies, Verified), $"{what}: a VERIFY that nobody asked for");
            if (verifies > 0)
            {
                Assert.IsGreaterThan(
                    Sent.FindLastIndex(sent => sent.StartsWith(Verify, StringComparison.Ordinal)), Sent.LastIndexOf(LogOff), $"{what}: no LOG OFF after VERIFY");
            }

            // A card that is out of the reader has no power and no state.
            Assert.IsTrue(!Pcsc.HoldsCard || Status() == "63C3", $"{what}: a verified PIN was left");
            Assert.AreEqual(0, Pcsc.OpenTransactions, what);
        }

        private string Status() => Convert.ToHexString(Card.Transmit(Convert.FromHexString("0020000100")));
    }
}
