using EidBridge.Card.Pcsc;
using EidBridge.VirtualCard;

namespace EidBridge.Card.Tests;

/// <summary>Readers with a keypad, scripted: what they are asked, byte for byte, and what becomes of each of their answers.</summary>
[TestClass]
public sealed class PinPadTests
{
    private const uint FeatureRequest = 0x42000D48;
    private const uint VerifyCode = 0x42330006;
    private const string Features = "060442330006" + "0704423300070A0442330008";

    // Dutch, up to 12 digits: reference of the card, in the order of PIN_VERIFY_STRUCTURE.
    private const string Structure = "1E1E" + "89" + "47" + "04" + "0C04" + "02" + "01" + "1308" + "00" + "000000" + "0D000000" + "0020000108" + "20FFFFFFFFFFFFFF";

    private readonly FakePcsc _pcsc = new();

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public void PinTypedOnTheReader_Signs_AndNoProgramSawIt(Applet applet)
    {
        using var card = Insert("Reader 0", TypesOnTheReader("241234FFFFFFFFFF"), applet);

        Assert.IsTrue(card.HasPinPad);
        var before = _pcsc.Sent.Count;
        var result = card.SignWithPinPad(CardKey.Authentication, TestCards.Hash(applet), "nl-BE", CancellationToken.None);

        Assert.IsTrue(TestCards.Verifies(CardPersons.An, applet, Assert.IsInstanceOfType<SigningResult.Signed>(result).Signature));
        CollectionAssert.AreEqual((string[])["0022", "002A", "00C0", "80E6"], _pcsc.Sent.Skip(before).Select(s => s[..4]).ToArray());
        Assert.AreEqual($"{VerifyCode:X8} {Structure}", _pcsc.Controls[^1]);
    }

    [TestMethod]
    [DataRow("nl", "1308")]
    [DataRow("fr-BE", "0C08")]
    [DataRow("de", "0704")]
    [DataRow("en", "0904")]
    [DataRow("pl", "0904")]
    public void Display_SpeaksThePersonsLanguage(string language, string littleEndian)
    {
        using var card = Insert("Reader 0", TypesOnTheReader("241234FFFFFFFFFF"));

        card.SignWithPinPad(CardKey.Authentication, TestCards.Hash(Applet.V18), language, CancellationToken.None);

        Assert.AreEqual(littleEndian, _pcsc.Controls[^1].Split(' ')[1][18..22]);
    }

    [TestMethod]
    [DataRow("6401", typeof(SigningResult.KeypadCancelled))]
    [DataRow("6400", typeof(SigningResult.KeypadTimedOut))]
    [DataRow("6403", typeof(SigningResult.KeypadTimedOut))]
    [DataRow("63C2", typeof(SigningResult.WrongPin))]
    [DataRow("63C0", typeof(SigningResult.PinBlocked))]
    [DataRow("6983", typeof(SigningResult.PinBlocked))]
    public void EveryAnswerOfTheKeypad_IsUnderstood_AndThePinIsLoggedOff(string status, Type expected)
    {
        using var card = Insert("Reader 0", (code, _, _) => Convert.FromHexString(code == FeatureRequest ? Features : status));

        Assert.IsInstanceOfType(card.SignWithPinPad(CardKey.Authentication, TestCards.Hash(Applet.V18), "nl", CancellationToken.None), expected);

        Assert.AreEqual("80E60000", _pcsc.Sent[^1]);
        Assert.IsFalse(_pcsc.Sent.Any(s => s.StartsWith("002A", StringComparison.Ordinal)), "no signature");
        Assert.AreEqual(0, _pcsc.OpenTransactions);
    }

    [TestMethod]
    [DataRow("6402")]
    [DataRow("6D00")]
    [DataRow("")]
    public void AnotherAnswer_IsAnError_AndThePinIsLoggedOff(string answer)
    {
        using var card = Insert("Reader 0", (code, _, _) => Convert.FromHexString(code == FeatureRequest ? Features : answer));

        Assert.ThrowsExactly<CardException>(() => card.SignWithPinPad(CardKey.Authentication, TestCards.Hash(Applet.V18), "nl", CancellationToken.None));

        Assert.AreEqual("80E60000", _pcsc.Sent[^1]);
    }

    [TestMethod]
    [DataRow("HID Global OMNIKEY 3x21 Smart Card Reader 00 00")]
    [DataRow("HID OMNIKEY 6121 Smart Card Reader 01 00")]
    public void ReadersThatAnnounceAKeypadTheyDoNotHave_AreKnownByName(string reader)
    {
        using var card = Insert(reader, TypesOnTheReader("241234FFFFFFFFFF"));

        Assert.IsFalse(card.HasPinPad);
        Assert.IsEmpty(_pcsc.Controls);
    }

    [TestMethod]
    public void GemPcPinpad_TakesEightDigitsAtMost()
    {
        using var card = Insert("Gemplus GemPC Pinpad 00 00", TypesOnTheReader("241234FFFFFFFFFF"));

        card.SignWithPinPad(CardKey.Authentication, TestCards.Hash(Applet.V18), "nl", CancellationToken.None);

        Assert.AreEqual("0804", _pcsc.Controls[^1].Split(' ')[1][10..14]);
    }

    [TestMethod]
    [DataRow("SCM Microsystems Inc. SPRx32 USB Smart Card Reader 00 00", 0x05050000u, "01", DisplayName = "before 5.06")]
    [DataRow("SCM Microsystems Inc. SPRx32 USB Smart Card Reader 00 00", 0x05060000u, "89", DisplayName = "from 5.06 on")]
    [DataRow("SCM Microsystems Inc. SPRx32 USB Smart Card Reader 00 00", null, "89", DisplayName = "a driver that does not tell")]
    [DataRow("Another Reader 00 00", 0x05050000u, "89", DisplayName = "another reader")]
    public void OldSprx32_IsGivenTheFormatItUnderstands(string reader, uint? version, string format)
    {
        _pcsc.ReaderVersion = version;
        using var card = Insert(reader, TypesOnTheReader("241234FFFFFFFFFF"));

        card.SignWithPinPad(CardKey.Authentication, TestCards.Hash(Applet.V18), "nl", CancellationToken.None);

        Assert.AreEqual(format, _pcsc.Controls[^1].Split(' ')[1][4..6]);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("07044233000A")]
    [DataRow("0604")]
    [DataRow("0602423300")]
    public void ReaderWithoutTheFeature_HasNoKeypad(string features)
    {
        using var card = Insert("Reader 0", (_, _, _) => Convert.FromHexString(features));

        Assert.IsFalse(card.HasPinPad);
        Assert.ThrowsExactly<InvalidOperationException>(() => card.SignWithPinPad(CardKey.Authentication, TestCards.Hash(Applet.V18), "nl", CancellationToken.None));
    }

    [TestMethod]
    public void ReaderThatKnowsNoControl_CostsTheCardNothing()
    {
        using var card = Insert("Reader 0", keypad: null);
        var before = _pcsc.Sent.Count;

        Assert.IsFalse(card.HasPinPad);
        Assert.IsFalse(card.HasPinPad);

        Assert.AreEqual(before, _pcsc.Sent.Count);
        Assert.HasCount(1, _pcsc.Controls, "asked once");
    }

    [TestMethod]
    [DataRow(PcscCode.SharingViolation, CardFault.CardBusy)]
    [DataRow(PcscCode.ReaderUnavailable, CardFault.ReaderGone)]
    [DataRow(PcscCode.CardWasRemoved, CardFault.CardRemoved)]
    [DataRow(PcscCode.NoService, CardFault.ServiceUnavailable)]
    public void AccidentWhileTheReaderIsAsked_IsTold_AndTheNextQuestionIsAnswered(int code, CardFault fault)
    {
        using var card = Insert("ACME PinPad 00 00", TypesOnTheReader("241234FFFFFFFFFF"));
        _pcsc.ControlAccident = number => number == 1 ? code : null;

        Assert.AreEqual(fault, Assert.ThrowsExactly<CardException>(() => card.HasPinPad).Fault);

        Assert.AreEqual(0, _pcsc.OpenTransactions);
        Assert.IsTrue(card.HasPinPad, "a failure is not kept");
    }

    [TestMethod]
    public void ResetWhileTheReaderIsAsked_IsRepaired_AndAnotherCardIsNeverSentThePin()
    {
        using var card = Insert("Reader 0", TypesOnTheReader("241234FFFFFFFFFF"));
        _pcsc.ControlAccident = number =>
        {
            if (number == 1)
            {
                _pcsc.Insert(TestCards.Make(CardPersons.Lucie, new CardOptions()));
            }

            return number == 1 ? PcscCode.CardWasReset : null;
        };
        Assert.IsTrue(card.HasPinPad);

        var refused = Assert.ThrowsExactly<CardException>(() => card.SignWithPinPad(CardKey.Authentication, TestCards.Hash(Applet.V18), "nl", CancellationToken.None));

        Assert.AreEqual(CardFault.CardReset, refused.Fault);
        Assert.IsFalse(_pcsc.Controls[^1].StartsWith($"{VerifyCode:X8}", StringComparison.Ordinal), "no keypad was opened");
    }

    [TestMethod]
    [DataRow("0020")]
    [DataRow("002A")]
    [DataRow("keypad")]
    public void CardThatIsLetGo_WhileACommandRuns_IsResetAtTheEnd(string during)
    {
        var keypad = TypesOnTheReader("241234FFFFFFFFFF");
        IEidCard? card = null;
        card = Insert("Reader 0", (code, input, virtualCard) =>
        {
            if (code == VerifyCode && during == "keypad")
            {
                card!.Dispose();
            }

            return keypad(code, input, virtualCard);
        });
        _pcsc.Accident = (_, bytes) =>
        {
            if (Convert.ToHexString(bytes).StartsWith(during, StringComparison.Ordinal))
            {
                card.Dispose();
            }

            return null;
        };
        using var pin = TestCards.Pin();

        Assert.ThrowsExactly<ObjectDisposedException>(() => _ = during == "keypad"
            ? card.SignWithPinPad(CardKey.Authentication, TestCards.Hash(Applet.V18), "nl", CancellationToken.None)
            : card.Sign(CardKey.Authentication, pin, TestCards.Hash(Applet.V18), CancellationToken.None));

        Assert.IsTrue(_pcsc.WasResetByDisconnect, "no LOG OFF can follow");
    }

    [TestMethod]
    public void ReaderThatSaysItHasAKeypad_AndKnowsNoControl_IsAskedByPseudoCommand()
    {
        using var card = Insert("ACME PinPad 00 00", keypad: null);
        _pcsc.Pseudo = (command, virtualCard) => Convert.ToHexString(command) switch
        {
            "FFC2010000" => [0x06, 0x0A, 0x90, 0x00],
            $"FFC2010620{Structure}" => virtualCard.Transmit(Convert.FromHexString("0020000108241234FFFFFFFFFF")),
            _ => null,
        };

        Assert.IsTrue(card.HasPinPad);
        var result = card.SignWithPinPad(CardKey.Authentication, TestCards.Hash(Applet.V18), "nl", CancellationToken.None);

        Assert.IsTrue(TestCards.Verifies(CardPersons.An, Applet.V18, Assert.IsInstanceOfType<SigningResult.Signed>(result).Signature));
    }

    private static Func<uint, byte[], VirtualEidCard, byte[]?> TypesOnTheReader(string block) => (code, _, card) => code switch
    {
        FeatureRequest => Convert.FromHexString(Features),
        VerifyCode => card.Transmit(Convert.FromHexString("0020000108" + block)),
        _ => null,
    };

    private IEidCard Insert(string reader, Func<uint, byte[], VirtualEidCard, byte[]?>? keypad, Applet applet = Applet.V18)
    {
        _pcsc.Keypad = keypad;
        _pcsc.Insert(TestCards.Make(applet), reader);
        using var readers = new CardReaders(_pcsc, TimeProvider.System);
        var card = readers.Connect(readers.List().Single());
        card.ReadCertificate(CardCertificate.Authentication);
        return card;
    }
}
