using EidBridge.Card.Pcsc;
using EidBridge.VirtualCard;

namespace EidBridge.Card.Tests;

/// <summary>The files about the holder: whole, with the fewest commands, and never another card's.</summary>
[TestClass]
public sealed class IdentityFileTests
{
    private static readonly CardFile[] Every = Enum.GetValues<CardFile>();
    private readonly FakePcsc _pcsc = new();

    public static IEnumerable<object[]> Cards =>
        from applet in (Applet[])[Applet.V17, Applet.V18]
        from follow in (bool[])[false, true]
        from person in CardPersons.All
        select (object[])[person.Name, applet, follow];

    [TestMethod]
    [DynamicData(nameof(Cards))]
    public void Files_AreReadWhole(string person, Applet applet, bool follow)
    {
        var somebody = CardPersons.All.Single(p => p.Name == person);
        var content = TestCards.Pki.Issue(somebody, applet);
        using var card = Insert(new VirtualEidCard(content, new CardOptions { Applet = applet, FollowResponse = follow }));

        foreach (var file in Every)
        {
            CollectionAssert.AreEqual(content.Files[PathOf(file)], card.ReadFile(file), $"{file}");
        }

        Assert.AreEqual(0, _pcsc.OpenTransactions);
    }

    [TestMethod]
    [DataRow(Applet.V18)]
    [DataRow(Applet.V17)]
    public void IdentityAddressAndPhoto_CostTheFewestCommandsTheCardAllows(Applet applet)
    {
        var virtualCard = TestCards.Make(applet);
        using var card = Insert(virtualCard);

        var identity = card.ReadFile(CardFile.Identity);
        card.ReadFile(CardFile.Address);
        var photo = card.ReadFile(CardFile.Photo);

        // SELECT and the blocks of each; where only the card knows the length, one command that it answers with 6Cxx.
        var commands = 2 + Blocks(identity) + 2 + 2 + Blocks(photo);
        Assert.AreEqual(commands, virtualCard.Count.Apdus, string.Join('\n', _pcsc.Sent));
        Assert.AreEqual(applet == Applet.V18 ? 18 : 17, commands);
    }

    [TestMethod]
    public void ShortAnswers_AreReadOn_AndTheFileIsWhole()
    {
        var content = TestCards.Pki.Issue(CardPersons.An, Applet.V18);
        _pcsc.ShortAnswers = 100;
        using var card = Insert(new VirtualEidCard(content, new CardOptions { Applet = Applet.V18, FollowResponse = true }));

        foreach (var file in Every)
        {
            CollectionAssert.AreEqual(content.Files[PathOf(file)], card.ReadFile(file), $"{file}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(EveryCommand))]
    public void ErrorInMidFile_IsAnError_AndNeverAShorterFile(CardFile file, int number, int code)
    {
        using var card = Insert(TestCards.Make());
        _pcsc.Accident = (sent, _) => sent == number ? code : null;

        var thrown = Assert.ThrowsExactly<CardException>(() => card.ReadFile(file));

        Assert.AreEqual(code == PcscCode.CardWasRemoved ? CardFault.CardRemoved : CardFault.CardError, thrown.Fault);
        Assert.AreEqual(0, _pcsc.OpenTransactions);
    }

    [TestMethod]
    [DataRow(0x6B00)]
    [DataRow(0x6C10)]
    public void EndOfFileToldBesideData_IsAnError_AndNeverAShorterFile(int word)
    {
        using var card = Insert(TestCards.Make());
        _pcsc.Spoiled = (sent, answer) => sent == 3 ? [.. answer[..^2], (byte)(word >> 8), (byte)word] : answer;

        Assert.AreEqual(CardFault.CardError, Assert.ThrowsExactly<CardException>(() => card.ReadFile(CardFile.Photo)).Fault);
    }

    [TestMethod]
    [DynamicData(nameof(EveryReset))]
    public void Reset_IsReadAnew(CardFile file, int number)
    {
        var content = TestCards.Pki.Issue(CardPersons.An, Applet.V18);
        using var card = Insert(new VirtualEidCard(content, new CardOptions()));
        _pcsc.Accident = (sent, _) => sent == number ? PcscCode.CardWasReset : null;

        CollectionAssert.AreEqual(content.Files[PathOf(file)], card.ReadFile(file));
    }

    [TestMethod]
    [DataRow(CardFile.Address)]
    [DataRow(CardFile.Photo)]
    public void AnotherCard_AfterTheIdentityWasShown_IsNotRead(CardFile file)
    {
        using var card = Insert(TestCards.Make());
        card.ReadFile(CardFile.Identity);
        var before = _pcsc.Sent.Count;
        _pcsc.Accident = (sent, _) =>
        {
            if (sent == before + 2)
            {
                _pcsc.Insert(TestCards.Make(CardPersons.Lucie, new CardOptions()));
                return PcscCode.CardWasReset;
            }

            return null;
        };

        Assert.AreEqual(CardFault.CardReset, Assert.ThrowsExactly<CardException>(() => card.ReadFile(file)).Fault);

        Assert.IsFalse(_pcsc.Sent.Skip(before + 3).Any(sent => sent.EndsWith(PathOf(file), StringComparison.Ordinal)), "selected on another card");
    }

    public static IEnumerable<object[]> EveryReset =>
        from file in Every
        from number in Enumerable.Range(1, Commands(file))
        select (object[])[file, number];

    public static IEnumerable<object[]> EveryCommand =>
        from file in Every
        from number in Enumerable.Range(1, Commands(file))
        from code in (int[])[PcscCode.CardWasRemoved, PcscCode.CommunicationError]
        select (object[])[file, number, code];

    // Counted once, on a card without accidents.
    private static int Commands(CardFile file)
    {
        var virtualCard = TestCards.Make();
        var pcsc = new FakePcsc();
        pcsc.Insert(virtualCard);
        using var readers = new CardReaders(pcsc, TimeProvider.System);
        using var card = readers.Connect(readers.List().Single());
        card.ReadFile(file);
        return virtualCard.Count.Apdus;
    }

    private static int Blocks(byte[] file) => (file.Length + 255) / 256;

    private static string PathOf(CardFile file) => "3F00DF01" + file switch
    {
        CardFile.Identity => "4031",
        CardFile.IdentitySignature => "4032",
        CardFile.Address => "4033",
        CardFile.AddressSignature => "4034",
        _ => "4035",
    };

    private IEidCard Insert(VirtualEidCard card)
    {
        _pcsc.Insert(card);
        using var readers = new CardReaders(_pcsc, TimeProvider.System);
        return readers.Connect(readers.List().Single());
    }
}
