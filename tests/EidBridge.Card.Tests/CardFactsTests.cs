using EidBridge.Card.Pcsc;
using EidBridge.VirtualCard;

namespace EidBridge.Card.Tests;

/// <summary>What the card says of itself.</summary>
[TestClass]
public sealed class CardFactsTests
{
    private readonly FakePcsc _pcsc = new();

    [TestMethod]
    [DataRow(Applet.V17, "1.7", 3)]
    [DataRow(Applet.V18, "1.8", 3)]
    [DataRow(Applet.V18, "1.8", 1)]
    [DataRow(Applet.V17, "1.7", 0)]
    public void Facts_CostTwoCommandsAndNoTry(Applet applet, string name, int tries)
    {
        _pcsc.Insert(TestCards.Make(CardPersons.An, new CardOptions { Applet = applet, TriesLeft = tries }));
        using var readers = new CardReaders(_pcsc, TimeProvider.System);
        using var card = readers.Connect(readers.List().Single());

        Assert.AreEqual(new CardFacts(name, tries), card.ReadFacts());
        Assert.AreEqual(new CardFacts(name, tries), card.ReadFacts());

        CollectionAssert.AreEqual((string[])["80E400001C", "0020000100", "80E400001C", "0020000100"], _pcsc.Sent);
    }

    [TestMethod]
    [DataRow("6D00")]
    [DataRow("6985")]
    public void ReaderThatKeepsVerifyToItsKeypad_LeavesTheTriesUnknown(string status)
    {
        _pcsc.Insert(TestCards.Make());
        _pcsc.Pseudo = (command, _) => command[1] == 0x20 ? Convert.FromHexString(status) : null;
        using var readers = new CardReaders(_pcsc, TimeProvider.System);
        using var card = readers.Connect(readers.List().Single());

        Assert.AreEqual(new CardFacts("1.8", null), card.ReadFacts());
    }

    [TestMethod]
    public void AnotherCard_AfterAReset_DoesNotTellItsTriesForTheOneThatWasShown()
    {
        _pcsc.Insert(TestCards.Make());
        using var readers = new CardReaders(_pcsc, TimeProvider.System);
        using var card = readers.Connect(readers.List().Single());
        card.ReadCertificate(CardCertificate.Authentication);
        _pcsc.Insert(TestCards.Make(CardPersons.Lucie, new CardOptions()));
        _pcsc.BeginAccident = number => number == 2 ? PcscCode.CardWasReset : null;

        Assert.AreEqual(CardFault.CardReset, Assert.ThrowsExactly<CardException>(card.ReadFacts).Fault);
    }
}
