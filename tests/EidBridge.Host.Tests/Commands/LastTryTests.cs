using EidBridge.Card;
using EidBridge.Host.Commands;
using EidBridge.Host.Tests.Messaging;

namespace EidBridge.Host.Tests.Commands;

/// <summary>A PIN whose tries were used before this request: the person is asked twice before the last one, and a login without a past costs no more.</summary>
[TestClass]
public sealed class LastTryTests
{
    private const string Authenticate =
        """{"command":"authenticate","arguments":{"challengeNonce":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=","origin":"https://doctor.example","eidbridge":{"progress":true}}}""";

    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly HostUnderTest _host = new();
    private readonly FakeCard _card = FakeCard.Ec("An", "Peeters", From, From.AddYears(9));

    private string Holder => CertificateFacts.Read(_card.Certificate).Holder;

    [TestInitialize]
    public void Insert()
    {
        _host.Readers.Plug("Reader 1");
        _host.Readers.Insert("Reader 1", _card);
    }

    [TestCleanup]
    public void Clean() => _host.Dispose();

    [TestMethod]
    public async Task CardWithoutAPast_IsAskedNothing()
    {
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));

        await AskAsync(Authenticate);

        CollectionAssert.AreEqual((string[])["read Reader 1", "sign Reader 1"], _host.Readers.Uses);
    }

    [TestMethod]
    public async Task WrongPin_IsRemembered()
    {
        _card.Signs.Enqueue("wrong 1");
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        _host.Prompt.At("enter-pin 1 left", prompt => prompt.Cancel());
        await AskAsync(Authenticate);

        Assert.AreEqual(1, _host.Tries.Recall(Holder));
    }

    [TestMethod]
    public async Task BlockedPin_IsRemembered()
    {
        _card.Signs.Enqueue("blocked");
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        _host.Prompt.At("stopped pin-blocked", prompt => prompt.Cancel());
        await AskAsync(Authenticate);

        Assert.AreEqual(0, _host.Tries.Recall(Holder));
    }

    [TestMethod]
    [DataRow(1, 1, "enter-pin 1 left from before", DisplayName = "the card agrees")]
    [DataRow(2, 1, "enter-pin 1 left from before", DisplayName = "another program used one more")]
    [DataRow(1, 2, "enter-pin 2 left from before", DisplayName = "the card knows better")]
    [DataRow(1, 3, "enter-pin", DisplayName = "another program was given the right PIN")]
    [DataRow(0, 3, "enter-pin", DisplayName = "the municipality unblocked it")]
    [DataRow(2, null, "enter-pin 2 left from before", DisplayName = "the card does not say")]
    [DataRow(0, null, "enter-pin 1 left from before", DisplayName = "the card does not say, and was blocked")]
    public async Task RememberedCard_IsAskedItself_Once(int remembered, int? told, string screen)
    {
        _host.Tries.Remember(Holder, remembered);
        _card.TriesLeft = told;
        _host.Prompt.At(screen, prompt => prompt.Enter("1234", 0));

        var frames = await AskAsync(Authenticate);

        Assert.Contains("web-eid:1.0", frames[^1]);
        Assert.DoesNotContain("triesLeft", string.Concat(frames), "a page is told of wrong PINs of its own request");
        CollectionAssert.AreEqual((string[])["read Reader 1", "facts Reader 1", "sign Reader 1"], _host.Readers.Uses);
        Assert.IsNull(_host.Tries.Recall(Holder), "the PIN was right");
    }

    [TestMethod]
    public async Task CardThatWasBlockedMeanwhile_IsShownAndNotUsable()
    {
        _host.Tries.Remember(Holder, 1);
        _card.TriesLeft = 0;
        _host.Prompt.At("stopped pin-blocked", prompt => prompt.Cancel());

        Assert.Contains("\"pin-blocked\"", (await AskAsync(Authenticate))[^1]);

        Assert.DoesNotContain("sign Reader 1", _host.Readers.Uses);
    }

    [TestMethod]
    public async Task WrongPinOfALogin_CountsForASignature()
    {
        _host.Tries.Remember(Holder, 1);
        _card.TriesLeft = 1;
        _host.Prompt.At("enter-pin 1 left from before", prompt => prompt.Enter("1234", 0));
        var certificate = Convert.ToBase64String(_card.SigningCertificate!);
        var hash = Convert.ToBase64String(new byte[48]);

        var frames = await AskAsync(
            $$$"""{"command":"sign","arguments":{"certificate":"{{{certificate}}}","hash":"{{{hash}}}","hashFunction":"SHA-384","origin":"https://doctor.example"}}""");

        Assert.Contains("signatureAlgorithm", frames[^1]);
        Assert.IsNull(_host.Tries.Recall(Holder));
    }

    [TestMethod]
    public async Task RequestWithoutAPin_AsksNothing()
    {
        _host.Tries.Remember(Holder, 1);
        _host.Prompt.At("confirm", prompt => prompt.Agree(0));

        await AskAsync("""{"command":"get-signing-certificate","arguments":{"origin":"https://doctor.example"}}""");

        CollectionAssert.AreEqual((string[])["read-signing Reader 1"], _host.Readers.Uses);
    }

    [TestMethod]
    [DataRow(TokenPin.Open, "enter-pin")]
    [DataRow(TokenPin.FinalTry, "enter-pin 1 left from before")]
    public async Task Token_TellsItsLastTryItself_AndNothingElseIsBelieved(TokenPin pin, string screen)
    {
        _host.Tries.Remember(Holder, 2);
        _card.TokenPin = pin;
        _host.Prompt.At(screen, prompt => prompt.Enter("1234", 0));

        Assert.Contains("web-eid:1.0", (await AskAsync(Authenticate))[^1]);

        CollectionAssert.AreEqual((string[])["read Reader 1", "sign Reader 1"], _host.Readers.Uses);
    }

    [TestMethod]
    public async Task LockedToken_IsShownAndNotUsable()
    {
        _card.TokenPin = TokenPin.Locked;
        _host.Prompt.At("stopped pin-blocked", prompt => prompt.Cancel());

        Assert.Contains("\"pin-blocked\"", (await AskAsync(Authenticate))[^1]);

        Assert.DoesNotContain("sign Reader 1", _host.Readers.Uses);
    }

    /// <returns>Every frame after the version.</returns>
    private async Task<List<string>> AskAsync(string request)
    {
        var running = _host.RunAsync();
        await _host.ReceiveAsync();
        await _host.SendAsync(request);
        var frames = new List<string>();
        while (await _host.ReceiveAsync() is { } frame)
        {
            frames.Add(frame);
        }

        Assert.AreEqual(0, await running);
        return frames;
    }
}
