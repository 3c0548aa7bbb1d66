using EidBridge.VirtualCard;

namespace EidBridge.Card.Tests;

/// <summary>A login as the card sees it: which bytes, in which order, and how many.</summary>
[TestClass]
public sealed class LoginOrderTests
{
    private readonly FakePcsc _pcsc = new();

    [TestMethod]
    [DataRow(Applet.V18, 96, 108)]
    [DataRow(Applet.V17, 80, 268)]
    public void Login_CostsTheFewestCommandsTheCardAllows(Applet applet, int bytesIn, int bytesOut)
    {
        var virtualCard = TestCards.Make(applet);
        var certificate = Login(virtualCard, applet);

        var blocks = (certificate.Length + 255) / 256;
        Assert.AreEqual(6 + blocks, virtualCard.Count.Apdus);
        Assert.AreEqual(bytesIn + (5 * blocks), virtualCard.Count.BytesIn);
        Assert.AreEqual(certificate.Length + bytesOut + (2 * blocks), virtualCard.Count.BytesOut);
    }

    [TestMethod]
    public void Login_On18_SendsTheseBytes()
    {
        var certificate = Login(TestCards.Make(Applet.V18), Applet.V18);

        Assert.AreEqual(
            string.Join('\n',
                "00A4080C063F00DF005038",
                "00B0000000",
                "00B0010000",
                "00B0020000",
                $"00B00300{certificate.Length - 768:X2}",
                "002241B6050480028482",
                "0020000108241234FFFFFFFFFF",
                $"002A9E9A30{Convert.ToHexString(TestCards.Hash(Applet.V18).Value)}",
                "00C0000060",
                "80E60000"),
            string.Join('\n', _pcsc.Sent));
        Assert.AreEqual(0, _pcsc.OpenTransactions);
    }

    public static IEnumerable<object[]> UnsettledCards =>
        from applet in (Applet[])[Applet.V17, Applet.V18]
        from anywhere in (bool[])[false, true]
        from follow in (bool[])[false, true]
        select (object[])[applet, anywhere, follow];

    [TestMethod]
    [DynamicData(nameof(UnsettledCards))]
    public void Login_WorksWhateverNoDocumentSettles(Applet applet, bool anywhere, bool follow)
    {
        var options = new CardOptions { Applet = applet, SecurityEnvironmentAnywhere = anywhere, DirectoriesFromAnywhere = anywhere, FollowResponse = follow };

        Login(TestCards.Make(CardPersons.An, options), applet);
    }

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public void RefusedPath_IsSelectedByIds(Applet applet)
    {
        _pcsc.Insert(TestCards.Make(applet));
        var pathRefusing = new RefusingPath(_pcsc);
        using var card = new CardReaders(pathRefusing, TimeProvider.System).Connect(new CardReader("Reader 0", CardPresence.Present, 1));

        var certificate = card.ReadCertificate(CardCertificate.Authentication);

        CollectionAssert.AreEqual(TestCards.Pki.Issue(CardPersons.An, applet).Authentication.RawData, certificate);
        CollectionAssert.AreEqual((string[])["00A4020C023F00", "00A4020C02DF00", "00A4020C025038"], _pcsc.Sent.Take(3).ToArray());
    }

    public static IEnumerable<object[]> Refusals =>
        from applet in (Applet[])[Applet.V17, Applet.V18]
        from every in (int[])[1, 2, 3, 4]
        select (object[])[applet, every];

    [TestMethod]
    [DynamicData(nameof(Refusals))]
    public void ReaderThatRefusesPaths_ReadsAndSignsAllTheSame(Applet applet, int every)
    {
        var content = TestCards.Pki.Issue(CardPersons.An, applet);
        _pcsc.Insert(TestCards.Make(applet));
        using var card = new CardReaders(new RefusingPath(_pcsc, every), TimeProvider.System).Connect(new CardReader("Reader 0", CardPresence.Present, 1));
        using var pin = TestCards.Pin();

        var certificate = card.ReadCertificate(CardCertificate.Authentication);
        var identity = card.ReadFile(CardFile.Identity);
        var address = card.ReadFile(CardFile.Address);
        var photo = card.ReadFile(CardFile.Photo);

        // The directory of the keys is not the current one here.
        var result = card.Sign(CardKey.Authentication, pin, TestCards.Hash(applet), CancellationToken.None);

        CollectionAssert.AreEqual(content.Authentication.RawData, certificate);
        CollectionAssert.AreEqual(content.Files["3F00DF014031"], identity);
        CollectionAssert.AreEqual(content.Files["3F00DF014033"], address);
        CollectionAssert.AreEqual(content.Files["3F00DF014035"], photo);
        Assert.IsTrue(TestCards.Verifies(CardPersons.An, applet, Assert.IsInstanceOfType<SigningResult.Signed>(result).Signature));
        Assert.AreEqual(1, _pcsc.Sent.Count(sent => sent.StartsWith("0020000108", StringComparison.Ordinal)), "one VERIFY");
    }

    [TestMethod]
    [DynamicData(nameof(Refusals))]
    public void ReaderThatRefusesPaths_StillTellsACertificateThatIsNotThere(Applet applet, int every)
    {
        _pcsc.Insert(TestCards.Make(applet));
        _pcsc.Pseudo = (command, _) => command.AsSpan().EndsWith((byte[])[0x50, 0x39]) ? [0x6A, 0x82] : null;
        using var card = new CardReaders(new RefusingPath(_pcsc, every), TimeProvider.System).Connect(new CardReader("Reader 0", CardPresence.Present, 1));

        Assert.AreEqual(
            CardFault.CertificateMissing,
            Assert.ThrowsExactly<CardException>(() => card.ReadCertificate(CardCertificate.Signing)).Fault);
    }

    private byte[] Login(VirtualEidCard virtualCard, Applet applet)
    {
        _pcsc.Insert(virtualCard);
        using var readers = new CardReaders(_pcsc, TimeProvider.System);
        using var card = readers.Connect(readers.List().Single());
        var certificate = card.ReadCertificate(CardCertificate.Authentication);
        using var pin = TestCards.Pin();

        var result = card.Sign(CardKey.Authentication, pin, TestCards.Hash(applet), CancellationToken.None);

        Assert.IsTrue(TestCards.Verifies(virtualCard.Person, applet, Assert.IsInstanceOfType<SigningResult.Signed>(result).Signature));
        return certificate;
    }
}
