using EidBridge.Card.Pcsc;
using EidBridge.VirtualCard;

namespace EidBridge.Card.Tests;

/// <summary>
/// Every operation, broken at each of its commands in every way a card, a reader or another program can break it. Which commands
/// there are is counted on a run without accidents, so a new command is covered when it is written.
/// </summary>
[TestClass]
public sealed class EveryCommandTests
{
    private const string Verify = "0020000108";
    private const string SetEnvironment = "002241B6";
    private const string LogOff = "80E60000";

    private readonly FakePcsc _pcsc = new();

    /// <summary>PC/SC codes as numbers, status words as <c>6F00</c>, whole answers as hexadecimal.</summary>
    private static readonly string[] Mishaps =
    [
        "reset", "removed", "transmission", "service", "6F00", "6400", "6581", "6982", "6985", "6999", "6D00", "6E00", "6300", "6100", "61FF", "6CFF",
        "9000", "", "00", "FF9000",
    ];

    public static IEnumerable<object[]> Everything =>
        from applet in (Applet[])[Applet.V17, Applet.V18]
        from follow in (bool[])[false, true]
        from key in (CardKey[])[CardKey.Authentication, CardKey.Signing]
        from mishap in Mishaps
        select (object[])[applet, follow, key, mishap];

    [TestMethod]
    [DynamicData(nameof(Everything))]
    public void Signature_BrokenAtEachCommand_IsRightOrNone_AndLeavesNoPin(Applet applet, bool follow, CardKey key, string mishap)
    {
        var commands = CountOf(applet, follow, key);
        for (var at = 1; at <= commands; at++)
        {
            var pcsc = new FakePcsc();
            var card = Insert(pcsc, applet, follow);
            Break(pcsc, at, mishap);

            var signature = Sign(pcsc, applet, key);

            var what = $"command {at} of {commands}: {string.Join(' ', pcsc.Sent)}";
            Assert.IsTrue(signature is null || Verifies(applet, key, signature), $"a wrong signature left the driver, {what}");
            CheckVerifies(pcsc, what);
            Assert.AreEqual(0, pcsc.OpenTransactions, what);
            if (mishap is not "removed" and not "service")
            {
                Assert.AreEqual("63C3", Convert.ToHexString(card.Transmit(Convert.FromHexString("0020000100"))), $"a verified PIN was left, {what}");
            }
        }
    }

    public static IEnumerable<object[]> Certificates =>
        from applet in (Applet[])[Applet.V17, Applet.V18]
        from certificate in Enum.GetValues<CardCertificate>()
        from mishap in Mishaps
        select (object[])[applet, certificate, mishap];

    [TestMethod]
    [DynamicData(nameof(Certificates))]
    public void Certificate_BrokenAtEachCommand_IsWholeOrNone(Applet applet, CardCertificate certificate, string mishap)
    {
        var pcscOfWhole = new FakePcsc();
        Insert(pcscOfWhole, applet, follow: false);
        var whole = Read(pcscOfWhole, certificate)!;
        for (var at = 1; at <= pcscOfWhole.Sent.Count; at++)
        {
            var pcsc = new FakePcsc();
            Insert(pcsc, applet, follow: false);
            Break(pcsc, at, mishap);

            var read = Read(pcsc, certificate);

            // A garbled block of the right length cannot be told from a right one here: the verifier tells.
            Assert.IsTrue(read is null || read.Length == whole.Length, $"a certificate of {read?.Length} bytes at command {at}");
            Assert.AreEqual(0, pcsc.OpenTransactions);
        }
    }

    public static IEnumerable<object[]> Facts =>
        from applet in (Applet[])[Applet.V17, Applet.V18]
        from mishap in (string[])["reset", "removed", "transmission", "service"]
        select (object[])[applet, mishap];

    [TestMethod]
    [DynamicData(nameof(Facts))]
    public void Facts_BrokenAtEachCommand_AreReadAnewAfterAReset_ElseThereAreNone(Applet applet, string mishap)
    {
        var pcscOfWhole = new FakePcsc();
        Insert(pcscOfWhole, applet, follow: false);
        var (whole, before) = ReadFacts(pcscOfWhole);
        Assert.IsGreaterThan(before, pcscOfWhole.Sent.Count);
        for (var at = before + 1; at <= pcscOfWhole.Sent.Count; at++)
        {
            var pcsc = new FakePcsc();
            Insert(pcsc, applet, follow: false);
            Break(pcsc, at, mishap);

            Assert.AreEqual(mishap == "reset" ? whole : null, ReadFacts(pcsc).Facts, $"command {at}: {string.Join(' ', pcsc.Sent)}");

            Assert.AreEqual(0, pcsc.OpenTransactions);
            Assert.IsFalse(pcsc.Sent.Any(IsVerify), "a try was used up");
        }
    }

    [TestMethod]
    [DataRow(Applet.V18, 95)]
    [DataRow(Applet.V18, 97)]
    [DataRow(Applet.V17, 255)]
    public void SignatureOfTheWrongLength_IsAnError_AndThePinIsLoggedOff(Applet applet, int length)
    {
        var commands = CountOf(applet, follow: false, CardKey.Authentication);
        Insert(_pcsc, applet, follow: false);
        _pcsc.Garbled = number => number == commands - 1 ? [.. new byte[length], 0x90, 0x00] : null;

        Assert.IsNull(Sign(_pcsc, applet, CardKey.Authentication));

        Assert.AreEqual(LogOff, _pcsc.Sent[^1]);
    }

    private static void CheckVerifies(FakePcsc pcsc, string what)
    {
        Assert.IsLessThanOrEqualTo(1, pcsc.Sent.Count(IsVerify), $"VERIFY more than once, {what}");
        foreach (var (before, answered, after) in pcsc.Sent.Zip(pcsc.Answered, pcsc.Sent.Skip(1)))
        {
            Assert.IsTrue(
                !IsVerify(after) || (before.StartsWith(SetEnvironment, StringComparison.Ordinal) && answered == "9000"),
                $"VERIFY without an accepted MSE SET, {what}");
        }

        if (pcsc.Sent.Any(IsVerify))
        {
            Assert.IsGreaterThan(pcsc.Sent.FindLastIndex(IsVerify), pcsc.Sent.LastIndexOf(LogOff), $"LOG OFF after VERIFY, {what}");
        }
    }

    private static bool IsVerify(string sent) => sent.StartsWith(Verify, StringComparison.Ordinal);

    private static void Break(FakePcsc pcsc, int at, string mishap)
    {
        int? code = mishap switch
        {
            "reset" => PcscCode.CardWasReset,
            "removed" => PcscCode.CardWasRemoved,
            "transmission" => PcscCode.CommunicationError,
            "service" => PcscCode.NoService,
            _ => null,
        };
        if (code is null)
        {
            pcsc.Garbled = number => number == at ? Convert.FromHexString(mishap) : null;
        }
        else
        {
            pcsc.Accident = (number, _) => number == at ? code : null;
        }
    }

    private static int CountOf(Applet applet, bool follow, CardKey key)
    {
        var pcsc = new FakePcsc();
        Insert(pcsc, applet, follow);
        Assert.IsNotNull(Sign(pcsc, applet, key));
        return pcsc.Sent.Count;
    }

    private static VirtualEidCard Insert(FakePcsc pcsc, Applet applet, bool follow)
    {
        var card = TestCards.Make(CardPersons.An, new CardOptions { Applet = applet, FollowResponse = follow });
        pcsc.Insert(card);
        return card;
    }

    private static CardCertificate CertificateOf(CardKey key) => key == CardKey.Signing ? CardCertificate.Signing : CardCertificate.Authentication;

    private static bool Verifies(Applet applet, CardKey key, byte[] signature)
    {
        var content = TestCards.Pki.Issue(CardPersons.An, applet);
        return TestCards.Verifies(key == CardKey.Signing ? content.Signature! : content.Authentication, TestCards.Hash(applet), signature);
    }

    private static byte[]? Sign(FakePcsc pcsc, Applet applet, CardKey key)
    {
        try
        {
            using var readers = new CardReaders(pcsc, TimeProvider.System);
            using var card = readers.Connect(readers.List().Single());
            card.ReadCertificate(CertificateOf(key));
            using var pin = TestCards.Pin();
            return (card.Sign(key, pin, TestCards.Hash(applet), CancellationToken.None) as SigningResult.Signed)?.Signature;
        }
        catch (CardException)
        {
            return null;
        }
    }

    /// <summary>The certificate first, as the host does: facts after a reset must be the same card's.</summary>
    private static (CardFacts? Facts, int Before) ReadFacts(FakePcsc pcsc)
    {
        using var readers = new CardReaders(pcsc, TimeProvider.System);
        using var card = readers.Connect(readers.List().Single());
        card.ReadCertificate(CardCertificate.Authentication);
        var before = pcsc.Sent.Count;
        try
        {
            return (card.ReadFacts(), before);
        }
        catch (CardException)
        {
            return (null, before);
        }
    }

    private static byte[]? Read(FakePcsc pcsc, CardCertificate certificate)
    {
        try
        {
            using var readers = new CardReaders(pcsc, TimeProvider.System);
            using var card = readers.Connect(readers.List().Single());
            return card.ReadCertificate(certificate);
        }
        catch (CardException)
        {
            return null;
        }
    }
}
