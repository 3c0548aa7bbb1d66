using EidBridge.Card;
using EidBridge.Host.Commands;
using EidBridge.Host.Configuration;
using EidBridge.Host.Prompts;
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

    public required TestContext TestContext { get; set; }

    private string Holder => CertificateFacts.Read(_card.Certificate).Holder;

    [TestInitialize]
    public void Insert() => _host.Insert("Reader 1", _card);

    [TestCleanup]
    public void Clean() => _host.Dispose();

    [TestMethod]
    public async Task CardWithoutAPast_IsAskedNothing()
    {
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));

        await _host.AskAsync(Authenticate, TestContext.CancellationToken);

        CollectionAssert.AreEqual((string[])["read Reader 1", "sign Reader 1"], _host.Readers.Uses);
    }

    [TestMethod]
    public async Task WrongPin_IsRemembered()
    {
        _card.Signs.Enqueue("wrong 1");
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        _host.Prompt.At("enter-pin 1 left", prompt => prompt.Cancel());
        await _host.AskAsync(Authenticate, TestContext.CancellationToken);

        Assert.AreEqual(1, _host.Tries.Recall(Holder));
    }

    [TestMethod]
    public async Task BlockedPin_IsRemembered()
    {
        _card.Signs.Enqueue("blocked");
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        _host.Prompt.At("stopped pin-blocked", prompt => prompt.Cancel());
        await _host.AskAsync(Authenticate, TestContext.CancellationToken);

        Assert.AreEqual(0, _host.Tries.Recall(Holder));
    }

    [TestMethod]
    [DataRow("cancel", false)]
    [DataRow("time", false)]
    [DataRow("browser", false)]
    [DataRow("cancel", true)]
    [DataRow("time", true)]
    [DataRow("browser", true)]
    [Timeout(20_000, CooperativeCancellation = true)]
    public async Task WrongPin_IsRemembered_WhateverEndsTheRequestMeanwhile(string end, bool onKeypad)
    {
        _card.Signs.Enqueue("wrong 1");
        _card.HasPinPad = onKeypad;
        _host.Prompt.At("enter-pin", prompt => Give(prompt, onKeypad));
        _host.Readers.OnSign = stop =>
        {
            End(end);
            stop.WaitHandle.WaitOne();
        };

        await _host.AskAsync(Authenticate, TestContext.CancellationToken);

        Assert.AreEqual(1, _host.Tries.Recall(Holder));
    }

    [TestMethod]
    [DataRow(1, "enter-pin 1 left", DisplayName = "another program used one more")]
    [DataRow(0, "stopped pin-blocked", DisplayName = "another program used both")]
    [DataRow(3, "enter-pin", DisplayName = "another program was given the right PIN")]
    [DataRow(null, "enter-pin 2 left", DisplayName = "the card does not say")]
    [Timeout(20_000, CooperativeCancellation = true)]
    public async Task CardThatWasTakenOutAfterAWrongPin_IsAskedItself(int? told, string screen)
    {
        TakeOutAfterAWrongPin(_host, told, screen);

        var frames = await _host.AskAsync(Authenticate, TestContext.CancellationToken);

        Assert.AreEqual(told == 0, frames[^1].Contains("\"triesLeft\":0", StringComparison.Ordinal));
        CollectionAssert.AreEqual((string[])["read Reader 1", "sign Reader 1", "read Reader 1", "facts Reader 1"], _host.Readers.Uses);
    }

    [TestMethod]
    [Timeout(20_000, CooperativeCancellation = true)]
    public async Task BlockedCard_ThatDoesNotSay_StaysBlockedForTheRequest()
    {
        _card.TriesLeft = null;
        _card.Signs.Enqueue("blocked");
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        _host.Prompt.At("stopped pin-blocked", _ => _host.Readers.Remove("Reader 1"));
        _host.Prompt.At("waiting-for-card card-removed", _ => _host.Readers.Insert("Reader 1", _card));
        _host.Prompt.At("stopped pin-blocked", prompt => prompt.Cancel());

        Assert.Contains("\"triesLeft\":0", (await _host.AskAsync(Authenticate, TestContext.CancellationToken))[^1]);
    }

    [TestMethod]
    [Timeout(20_000, CooperativeCancellation = true)]
    public async Task CardThatAnotherProgramResetAfterAWrongPin_IsAskedItself()
    {
        _card.Signs.Enqueue("wrong 2");
        _card.Signs.Enqueue(nameof(CardFault.CardReset));
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        _host.Prompt.At("enter-pin 2 left", prompt =>
        {
            _card.TriesLeft = 1;
            prompt.Enter("1234", 0);
        });
        _host.Prompt.At("enter-pin 1 left card-reset", prompt => prompt.Cancel());

        Assert.Contains("\"triesLeft\":1", string.Concat(await _host.AskAsync(Authenticate, TestContext.CancellationToken)));
    }

    [TestMethod]
    [Timeout(20_000, CooperativeCancellation = true)]
    public async Task SharedDevice_RemembersWithinTheRequestAlone()
    {
        using var host = new HostUnderTest(new HostConfiguration { SharedDevice = true });
        host.Insert("Reader 1", _card);
        TakeOutAfterAWrongPin(host, told: 1, "enter-pin 1 left");

        await host.AskAsync(Authenticate, TestContext.CancellationToken);

        Assert.IsNull(host.Tries.Recall(Holder));
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

        var frames = await _host.AskAsync(Authenticate, TestContext.CancellationToken);

        Assert.Contains("web-eid:1.0", frames[^1]);
        Assert.DoesNotContain("triesLeft", string.Concat(frames), "a page is told of wrong PINs of its own request");
        CollectionAssert.AreEqual((string[])["read Reader 1", "facts Reader 1", "sign Reader 1"], _host.Readers.Uses);
        Assert.IsNull(_host.Tries.Recall(Holder), "the PIN was right");
    }

    [TestMethod]
    [DataRow(nameof(CardFault.CardUnsupported))]
    [DataRow(nameof(CardFault.CardError))]
    public async Task CardThatTellsNothingOfItself_IsBelievedToHaveWhatIsRemembered(string fault)
    {
        _host.Tries.Remember(Holder, 1);
        _card.FactsFault = fault;
        _host.Prompt.At("enter-pin 1 left from before", prompt => prompt.Enter("1234", 0));

        Assert.Contains("web-eid:1.0", (await _host.AskAsync(Authenticate, TestContext.CancellationToken))[^1]);
    }

    [TestMethod]
    public async Task CardThatWasBlockedMeanwhile_IsShownAndNotUsable()
    {
        _host.Tries.Remember(Holder, 1);
        _card.TriesLeft = 0;
        _host.Prompt.At("stopped pin-blocked", prompt => prompt.Cancel());

        Assert.Contains("\"pin-blocked\"", (await _host.AskAsync(Authenticate, TestContext.CancellationToken))[^1]);

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

        var frames = await _host.AskAsync(
            $$$"""{"command":"sign","arguments":{"certificate":"{{{certificate}}}","hash":"{{{hash}}}","hashFunction":"SHA-384","origin":"https://doctor.example"}}""",
            TestContext.CancellationToken);

        Assert.Contains("signatureAlgorithm", frames[^1]);
        Assert.IsNull(_host.Tries.Recall(Holder));
    }

    [TestMethod]
    public async Task RequestWithoutAPin_AsksNothing()
    {
        _host.Tries.Remember(Holder, 1);
        _host.Prompt.At("confirm", prompt => prompt.Agree(0));

        await _host.AskAsync("""{"command":"get-signing-certificate","arguments":{"origin":"https://doctor.example"}}""",
            TestContext.CancellationToken);

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

        Assert.Contains("web-eid:1.0", (await _host.AskAsync(Authenticate, TestContext.CancellationToken))[^1]);

        CollectionAssert.AreEqual((string[])["read Reader 1", "sign Reader 1"], _host.Readers.Uses);
        Assert.AreEqual(2, _host.Tries.Recall(Holder), "what is remembered is of another card with these names");
    }

    [TestMethod]
    public async Task WrongPinOfAToken_IsNotRemembered()
    {
        _card.TokenPin = TokenPin.Open;
        _card.Signs.Enqueue("wrong 1");
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        _host.Prompt.At("enter-pin 1 left", prompt => prompt.Cancel());

        await _host.AskAsync(Authenticate, TestContext.CancellationToken);

        Assert.IsNull(_host.Tries.Recall(Holder));
    }

    [TestMethod]
    public async Task LockedToken_IsShownAndNotUsable()
    {
        _card.TokenPin = TokenPin.Locked;
        _host.Prompt.At("stopped pin-blocked", prompt => prompt.Cancel());

        Assert.Contains("\"pin-blocked\"", (await _host.AskAsync(Authenticate, TestContext.CancellationToken))[^1]);

        Assert.DoesNotContain("sign Reader 1", _host.Readers.Uses);
        Assert.IsTrue(_host.Prompt.Views.OfType<PromptView.Stopped>().Single().Cards[0].IsToken);
    }

    private static void Give(ScriptedPrompt prompt, bool onKeypad)
    {
        if (onKeypad)
        {
            prompt.Agree(0);
        }
        else
        {
            prompt.Enter("1234", 0);
        }
    }

    private void End(string how)
    {
        switch (how)
        {
            case "cancel":
                _host.Prompt.Cancel();
                break;
            case "time":
                _host.Time.Advance(TimeSpan.FromMinutes(5));
                break;
            default:
                _host.End();
                break;
        }
    }

    /// <summary>Two tries are left of it then; another program may change that before it is put back.</summary>
    private void TakeOutAfterAWrongPin(HostUnderTest host, int? told, string screen)
    {
        _card.Signs.Enqueue("wrong 2");
        host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        host.Prompt.At("enter-pin 2 left", _ =>
        {
            _card.TriesLeft = told;
            host.Readers.Remove("Reader 1");
        });
        host.Prompt.At("waiting-for-card card-removed", _ => host.Readers.Insert("Reader 1", _card));
        host.Prompt.At(screen, prompt => prompt.Cancel());
    }
}
