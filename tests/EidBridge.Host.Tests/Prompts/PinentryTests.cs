using System.Runtime.Versioning;
using EidBridge.Host.Prompts;
using EidBridge.Host.Prompts.Pinentry;
using EidBridge.Protocol;
using EidBridge.Protocol.Identity;
using EidBridge.WindowGallery;

namespace EidBridge.Host.Tests.Prompts;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
[UnsupportedOSPlatform("windows")]
[DoNotParallelize]
public sealed class PinentryTests
{
    private static readonly PromptSite Site = new("https://portal.example", FirstVisit: false);
    private static readonly CardRow An = Row("Reader 0", "An Janssens");
    private static readonly CardRow Luc = Row("Reader 1", "Luc 100% Dubois");
    private static readonly CardRow Expired = Row("Reader 2", "Heidi Müller") with { Obstacle = ErrorCode.CertificateExpired };

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow("1234", "1234", DisplayName = "4 digits")]
    [DataRow("123456789012", "123456789012", DisplayName = "12 digits")]
    [DataRow("1%3234", "1234", DisplayName = "percent-encoded")]
    public async Task TypedPin_IsHandedOver(string data, string expected)
    {
        using var pinentry = new FakePinentry(data);

        Assert.AreEqual($"pin 0 {expected}", await AnswerAsync(pinentry, AskFor(An)));
        CollectionAssert.AreEqual(new[] { "EidBridge – log in to portal.example" }, pinentry.Commands("SETTITLE"));
        StringAssert.Contains(pinentry.Commands("SETDESC")[0], "https://portal.example%0A%0AAn Janssens", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("123", DisplayName = "too short")]
    [DataRow("1234567890123", DisplayName = "too long")]
    [DataRow("12a4", DisplayName = "a letter")]
    [DataRow("ok", DisplayName = "nothing at all")]
    public async Task WhatIsNoPin_IsAskedAgain_WithTheReason(string data)
    {
        using var pinentry = new FakePinentry(data, "5678");

        Assert.AreEqual("pin 0 5678", await AnswerAsync(pinentry, AskFor(An)));
        CollectionAssert.AreEqual(new[] { "A PIN has digits only. (4 to 12 digits)" }, pinentry.Commands("SETERROR"));
    }

    [TestMethod]
    [DataRow("cancel")]
    [DataRow("gone", DisplayName = "the program ends by itself")]
    public async Task Cancel_EndsTheRequest(string answer)
    {
        using var pinentry = new FakePinentry(answer);

        Assert.AreEqual("cancelled", await AnswerAsync(pinentry, AskFor(An)));
    }

    [TestMethod]
    public async Task SeveralCards_AreAskedOneByOne_AndUnusableOnesNever()
    {
        using var pinentry = new FakePinentry("no", "ok", "4321");

        Assert.AreEqual("pin 2 4321", await AnswerAsync(pinentry, AskFor(An, Expired, Luc)));
        var asked = pinentry.Commands("SETDESC");
        StringAssert.Contains(asked[0], "Card 1 of 2%0AAn Janssens", StringComparison.Ordinal);
        StringAssert.Contains(asked[1], "Card 2 of 2%0ALuc 100%25 Dubois", StringComparison.Ordinal);
        StringAssert.Contains(asked[2], ErrorCatalogue.Find(ErrorCode.CertificateExpired).Texts["en"], StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task CardChoice_GoesRound_AndCanBeCancelled()
    {
        using var pinentry = new FakePinentry("no", "no", "cancel");

        Assert.AreEqual("cancelled", await AnswerAsync(pinentry, AskFor(An, Luc)));
        Assert.HasCount(3, pinentry.Commands("CONFIRM"));
    }

    [TestMethod]
    public async Task WrongPin_StaysWithTheSameCard_AndSaysTheTriesLeft()
    {
        using var pinentry = new FakePinentry("1234");
        var view = new PromptView.EnterPin(Site, "en", [An, Luc with { TriesLeft = 2 }], Chosen: 1);

        Assert.AreEqual("pin 1 1234", await AnswerAsync(pinentry, view));
        CollectionAssert.AreEqual(new[] { "Wrong PIN. You have 2 tries left." }, pinentry.Commands("SETERROR"));
    }

    [TestMethod]
    public async Task LastTry_IsAskedTwice_AndGoingBackAsksThePinAgain()
    {
        using var pinentry = new FakePinentry("1111", "no", "2222", "ok");
        var view = new PromptView.EnterPin(Site, "en", [An with { TriesLeft = 1 }], Chosen: 0);

        Assert.AreEqual("pin 0 2222", await AnswerAsync(pinentry, view));
        Assert.HasCount(2, pinentry.Commands("CONFIRM"));
    }

    [TestMethod]
    public async Task LastTry_OfACardThatIsChosenLater_IsAskedTwiceToo()
    {
        using var pinentry = new FakePinentry("no", "ok", "1111", "ok");
        var view = new PromptView.EnterPin(Site, "en", [An, Luc with { TriesLeft = 1 }], Chosen: 0);

        Assert.AreEqual("pin 1 1111", await AnswerAsync(pinentry, view));
        Assert.HasCount(3, pinentry.Commands("CONFIRM"), "two for the choice, one for the last try");
    }

    [TestMethod]
    public async Task TriesFromBefore_KeepNoCardFromBeingChosen_AndAreSaidOfTheirOwnCard()
    {
        using var pinentry = new FakePinentry("no", "ok", "1234");
        var view = new PromptView.EnterPin(Site, "en", [An with { TriesLeft = 1, TriesAreFromBefore = true }, Luc], Chosen: 0);

        Assert.AreEqual("pin 1 1234", await AnswerAsync(pinentry, view));
        Assert.IsEmpty(pinentry.Commands("SETERROR"));
    }

    [TestMethod]
    public async Task TriesFromBefore_OfACardThatIsChosenLater_AreSaidOfItToo()
    {
        using var pinentry = new FakePinentry("no", "ok", "1234");
        var view = new PromptView.EnterPin(Site, "en", [An, Luc with { TriesLeft = 2, TriesAreFromBefore = true }], Chosen: 0);

        Assert.AreEqual("pin 1 1234", await AnswerAsync(pinentry, view));
        CollectionAssert.AreEqual(new[] { "The last PIN for this card was wrong: 2 tries were left." }, pinentry.Commands("SETERROR"));
    }

    [TestMethod]
    [DataRow("ok", "agreed 0")]
    [DataRow("no", "cancelled", DisplayName = "old programs say so of Cancel")]
    [DataRow("cancel", "cancelled")]
    public async Task Keypad_IsAgreedToWithoutAPin(string answer, string outcome)
    {
        using var pinentry = new FakePinentry(answer);

        Assert.AreEqual(outcome, await AnswerAsync(pinentry, AskFor(An with { HasKeypad = true })));
        Assert.IsEmpty(pinentry.Commands("GETPIN"));
    }

    [TestMethod]
    public async Task LastTryOnAKeypad_GoneBackFrom_AsksTheFirstQuestionAgain_WithoutTheButtonThatGoesBack()
    {
        using var pinentry = new FakePinentry("ok", "no", "ok", "ok");

        Assert.AreEqual("agreed 0", await AnswerAsync(pinentry, AskFor(An with { HasKeypad = true, TriesLeft = 1 })));
        var asked = pinentry.Commands("SETDESC");
        Assert.HasCount(4, asked);
        Assert.AreEqual(asked[0], asked[2]);
        var lines = pinentry.Log.Split('\n');
        Assert.IsGreaterThan(Array.IndexOf(lines, "SETNOTOK _Back"), Array.LastIndexOf(lines, "RESET"));
    }

    [TestMethod]
    public async Task LastTryOnAKeypad_CanBeCancelled()
    {
        using var pinentry = new FakePinentry("ok", "cancel");

        Assert.AreEqual("cancelled", await AnswerAsync(pinentry, AskFor(An with { HasKeypad = true, TriesLeft = 1 })));
    }

    [TestMethod]
    [DataRow("ok", "agreed 0")]
    [DataRow("cancel", "cancelled")]
    public async Task Consent_SaysWhatTheSiteReceives(string answer, string outcome)
    {
        using var pinentry = new FakePinentry(answer);
        var site = Site with { Purpose = new PromptPurpose.ShareIdentity([IdentityField.Address], Everything: false) };

        Assert.AreEqual(outcome, await AnswerAsync(pinentry, new PromptView.Confirm(site, "en", [An], 0)));
        StringAssert.Contains(pinentry.Commands("SETDESC")[0], "The site will receive: address.", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task Consent_WithSeveralCards_AsksForTheCardFirst()
    {
        using var pinentry = new FakePinentry("no", "ok", "ok");
        var site = Site with { Purpose = PromptPurpose.ChooseCertificate.Only };

        Assert.AreEqual("agreed 1", await AnswerAsync(pinentry, new PromptView.Confirm(site, "en", [An, Luc], 0)));
    }

    [TestMethod]
    public async Task WaitingView_HasOneButton_ThatCancels()
    {
        using var pinentry = new FakePinentry("ok");

        Assert.AreEqual("cancelled", await AnswerAsync(pinentry, new PromptView.Waiting(Site, "nl", "waiting-for-card")));
        Assert.HasCount(1, pinentry.Commands("MESSAGE"));
        StringAssert.Contains(pinentry.Commands("SETDESC")[0], "Steek uw eID-kaart in de lezer", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task ReadingThatTakesLong_CanBeCancelled()
    {
        using var pinentry = new FakePinentry("ok");

        Assert.AreEqual("cancelled", await AnswerAsync(pinentry, new PromptView.Waiting(Site, "en", "reading-card") { IsLong = true }));
        StringAssert.Contains(pinentry.Commands("SETDESC")[0], "another program", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task NextView_EndsTheDialogOfTheOneBefore()
    {
        using var pinentry = new FakePinentry("wait", "1234");
        await using (var prompt = new PinentryPrompt(pinentry.Program))
        {
            prompt.Show(new PromptView.Waiting(Site, "en", "waiting-for-card"));
            await pinentry.WaitUntilItWaitsAsync(TestContext.CancellationToken);

            prompt.Show(AskFor(An));

            Assert.AreEqual("pin 0 1234", GalleryServer.Describe(await prompt.NextEventAsync(TestContext.CancellationToken)));
        }

        Assert.IsFalse(pinentry.AnyIsAlive());
    }

    [TestMethod]
    public async Task Disposing_EndsADialogThatIsOpen()
    {
        using var pinentry = new FakePinentry("wait");
        await using (var prompt = new PinentryPrompt(pinentry.Program))
        {
            prompt.Show(AskFor(An));
            await pinentry.WaitUntilItWaitsAsync(TestContext.CancellationToken);
        }

        Assert.IsFalse(pinentry.AnyIsAlive());
    }

    [TestMethod]
    public async Task ProgramThatIsNotThere_IsAnErrorWithACode()
    {
        await using var prompt = new PinentryPrompt("/nowhere/pinentry");

        var error = Assert.ThrowsExactly<EidBridgeException>(() => prompt.Show(AskFor(An)));

        Assert.AreEqual(ErrorCode.PromptUnavailable, error.Code);
    }

    [TestMethod]
    public void Programs_AreLookedForOnlyWhereThereIsADisplay()
    {
        Assert.AreEqual("/usr/bin/pinentry-qt", PinentryPrograms.Find(name => name == "DISPLAY" ? ":0" : null, p => p.EndsWith("qt", StringComparison.Ordinal)));
        Assert.IsNull(PinentryPrograms.Find(_ => null, _ => true));
        Assert.IsNull(PinentryPrograms.Find(_ => ":0", _ => false));
    }

    private static PromptView.EnterPin AskFor(params CardRow[] cards) => new(Site, "en", cards, Chosen: 0);

    private static CardRow Row(string reader, string person) =>
        new(reader, person, "Citizen CA", new DateTimeOffset(2031, 5, 3, 0, 0, 0, TimeSpan.Zero), Obstacle: null);

    private async Task<string> AnswerAsync(FakePinentry pinentry, PromptView view)
    {
        await using var prompt = new PinentryPrompt(pinentry.Program);
        prompt.Show(view);
        return GalleryServer.Describe(await prompt.NextEventAsync(TestContext.CancellationToken));
    }
}
