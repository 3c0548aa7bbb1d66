using EidBridge.Host.Prompts;
using EidBridge.Protocol;

namespace EidBridge.Host.Tests.Prompts;

[TestClass]
public sealed class PromptWordsTests
{
    private static readonly PromptSite Site = new("https://xn--prtal-jua.example:8443", FirstVisit: true);

    private static readonly CardRow An = new(
        "Reader 0", "An Janssens", "Citizen CA", new DateTimeOffset(2031, 5, 3, 0, 0, 0, TimeSpan.Zero), Obstacle: null);

    [TestMethod]
    public void Site_IsShownWhole_AndInPunycode()
    {
        var words = new PromptWords(new PromptView.EnterPin(Site, "en", [An], 0));

        Assert.AreEqual("https://xn--prtal-jua.example:8443", words.Origin);
        Assert.AreEqual("EidBridge – log in to xn--prtal-jua.example:8443", words.WindowTitle);
        Assert.IsNotNull(words.FirstVisit);
    }

    [TestMethod]
    public void Card_IsDescribedByPersonIssuerValidityAndReader()
    {
        var words = new PromptWords(new PromptView.EnterPin(Site, "nl", [An], 0));

        Assert.AreEqual(new CardWords("An Janssens", "Citizen CA · geldig tot 3 mei 2031", "Reader 0", Reason: null), words.Cards[0]);
    }

    [TestMethod]
    public void UnusableCard_SaysWhy_InTheLanguageOfTheWindow()
    {
        var expired = An with { Obstacle = ErrorCode.CertificateExpired };

        var words = new PromptWords(new PromptView.EnterPin(Site, "fr", [expired, An], 1));

        Assert.AreEqual(ErrorCatalogue.Find(ErrorCode.CertificateExpired).Texts["fr"], words.Cards[0].Reason);
        Assert.IsNull(words.Cards[1].Reason);
    }

    [TestMethod]
    public void DocumentName_CannotBreakOrTurnTheTextAround()
    {
        var site = Site with { Purpose = new PromptPurpose.Sign("fdp\u202Eexe.\nhttps://bank.example", "SHA-256", new string('1', 64)) };

        var words = new PromptWords(new PromptView.EnterPin(site, "en", [An], 0));

        Assert.AreEqual("Document, as the site calls it: fdpexe. https://bank.example", words.Details[0]);
        Assert.AreEqual("SHA-256: 1111 1111 … 1111 1111", words.Details[1]);
    }

    [TestMethod]
    public void Colon_IsSetAsTheLanguageSetsIt()
    {
        var site = Site with { Purpose = new PromptPurpose.Sign("a {0}.pdf", "SHA-256", new string('1', 64)) };

        Assert.AreEqual("Document selon le site : a {0}.pdf", new PromptWords(new PromptView.EnterPin(site, "fr", [An], 0)).Details[0]);
        Assert.AreEqual("Document volgens de site: a {0}.pdf", new PromptWords(new PromptView.EnterPin(site, "nl", [An], 0)).Details[0]);
    }

    [TestMethod]
    public void CardThatCouldNotBeRead_IsStillARow()
    {
        var unknown = new CardRow("Reader 1", null, null, null, ErrorCode.CardUnsupported);

        var words = new PromptWords(new PromptView.EnterPin(Site, "en", [An, unknown], 0));

        Assert.AreEqual("Card without a readable name", words.Cards[1].Person);
        Assert.AreEqual(string.Empty, words.Cards[1].Detail);
    }

    [TestMethod]
    [DataRow(2, "Wrong PIN. You have 2 tries left.")]
    [DataRow(1, "Wrong PIN. You have one try left.")]
    public void WrongPin_SaysHowManyTriesAreLeft(int triesLeft, string expected)
    {
        var words = new PromptWords(new PromptView.EnterPin(Site, "en", [An with { TriesLeft = triesLeft }], 0));

        Assert.AreEqual(expected, words.Notice);
    }

    [TestMethod]
    [DataRow(2, "The last PIN for this card was wrong: 2 tries were left.")]
    [DataRow(1, "The last PIN for this card was wrong: one try was left.")]
    public void WrongPinOfAnEarlierRequest_IsNotSaidToBeOfNow(int triesLeft, string expected)
    {
        var words = new PromptWords(new PromptView.EnterPin(Site, "en", [An with { TriesLeft = triesLeft, TriesAreFromBefore = true }], 0));

        Assert.AreEqual(expected, words.Notice);
    }

    [TestMethod]
    public void FirstQuestion_HasNoNotice()
    {
        var words = new PromptWords(new PromptView.EnterPin(Site, "en", [An], 0));

        Assert.IsNull(words.Notice);
    }

    [TestMethod]
    public void CardTakenOut_SaysWhatHappened_AndWhatToDo()
    {
        var words = new PromptWords(new PromptView.Waiting(Site, "en", "waiting-for-card", ErrorCode.CardRemoved));

        Assert.AreEqual(ErrorCatalogue.Find(ErrorCode.CardRemoved).Texts["en"], words.Title);
        StringAssert.Contains(words.Text, "Put your eID card in the reader", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("nl", "kaartlezer")]
    [DataRow("fr", "lecteur")]
    [DataRow("de", "esegerät")]
    [DataRow("en", "reader")]
    public void ReaderThatIsGone_IsAskedForOnce(string language, string reader)
    {
        var words = new PromptWords(new PromptView.Waiting(Site, language, "waiting-for-reader", ErrorCode.NoReader));

        // Once in what to do, once in why.
        Assert.HasCount(2, words.Title.Split(reader));
        Assert.HasCount(2, words.Text.Split(reader));
        Assert.DoesNotContain(words.Title, words.Text);
    }

    [TestMethod]
    public void BlockedPin_SaysWhatToDoNext()
    {
        var blocked = An with { Obstacle = ErrorCode.PinBlocked };

        var words = new PromptWords(new PromptView.Stopped(Site, "de", [blocked], ErrorCode.PinBlocked));

        Assert.AreEqual(ErrorCatalogue.Find(ErrorCode.PinBlocked).Help["de"], words.Text);
    }

    [TestMethod]
    [DataRow("nl", "gemeente")]
    [DataRow("fr", "commune")]
    [DataRow("de", "Gemeinde")]
    [DataRow("en", "municipality")]
    public void TokenOfAModule_IsUnblockedByWhoeverGaveIt_NotByTheMunicipality(string language, string municipality)
    {
        var token = An with { IsToken = true };

        var blocked = new PromptWords(new PromptView.Stopped(Site, language, [token with { Obstacle = ErrorCode.PinBlocked }], ErrorCode.PinBlocked));
        var last = new PromptWords(new PromptView.EnterPin(Site, language, [token with { TriesLeft = 1 }], 0));

        Assert.DoesNotContain(municipality, blocked.Text);
        Assert.DoesNotContain(municipality, last.LastTryText(token));
        Assert.Contains(municipality, last.LastTryText(An));
    }

    [TestMethod]
    [DataRow("waiting-for-reader")]
    [DataRow("waiting-for-card")]
    [DataRow("reading-card")]
    [DataRow("signing")]
    public void EveryWaitingState_HasWordsInEveryLanguage(string state)
    {
        foreach (var language in Languages.All)
        {
            var words = new PromptWords(new PromptView.Waiting(Site, language, state));

            Assert.AreNotEqual(string.Empty, words.Title);
            Assert.AreNotEqual(string.Empty, words.Text);
        }
    }

    [TestMethod]
    public void LongReading_SaysWhyThatMayBe() =>
        Assert.Contains("another program", new PromptWords(new PromptView.Waiting(Site, "en", "reading-card") { IsLong = true }).Text);

    [TestMethod]
    [DataRow("An\nJanssens", "An Janssens", DisplayName = "line break")]
    [DataRow("\u202Esnessnaj", "snessnaj", DisplayName = "right-to-left override")]
    [DataRow("An\u200BJanssens", "AnJanssens", DisplayName = "zero-width space")]
    [DataRow("Zoë D’Hondt-Żak", "Zoë D’Hondt-Żak", DisplayName = "an honest name")]
    public void NameOnACard_CannotDisturbTheWindow(string name, string expected)
    {
        var words = new PromptWords(new PromptView.EnterPin(Site, "en", [An with { Person = name }], 0));

        Assert.AreEqual(expected, words.Cards[0].Person);
    }
}
