using EidBridge.Card.Pcsc;
using EidBridge.VirtualCard;

namespace EidBridge.Card.Tests;

/// <summary>What goes wrong between the PIN and the signature, at every command in turn.</summary>
[TestClass]
public sealed class MishapTests
{
    private const string Verify = "0020000108";
    private const string SetEnvironment = "002241B6";
    private const string LogOff = "80E60000";

    private readonly FakePcsc _pcsc = new();

    public static IEnumerable<object[]> Accidents =>
        from applet in (Applet[])[Applet.V17, Applet.V18]
        from code in (int[])[PcscCode.CardWasReset, PcscCode.CardWasRemoved, PcscCode.CommunicationError, PcscCode.NoService]
        from command in Enumerable.Range(1, 6 + (TestCards.Make(applet).Atr.Length > 13 ? 4 : 6))
        select (object[])[applet, code, command];

    [TestMethod]
    [DynamicData(nameof(Accidents))]
    public void Accident_AtAnyCommand_NeverVerifiesTwiceNorWithoutTheProbe(Applet applet, int code, int command)
    {
        _pcsc.Insert(TestCards.Make(applet));
        _pcsc.Accident = (number, _) => number == command ? code : null;

        var outcome = Try(applet);

        var sent = _pcsc.Sent;
        Assert.IsLessThanOrEqualTo(1, sent.Count(s => s.StartsWith(Verify, StringComparison.Ordinal)), "VERIFY at most once");
        foreach (var (before, after) in sent.Zip(sent.Skip(1)))
        {
            Assert.IsTrue(!after.StartsWith(Verify, StringComparison.Ordinal) || before.StartsWith(SetEnvironment, StringComparison.Ordinal), "VERIFY right after MSE SET");
        }

        if (sent.Any(s => s.StartsWith(Verify, StringComparison.Ordinal)))
        {
            Assert.AreEqual(LogOff, sent[^1], "LOG OFF is the last word");
        }

        Assert.AreEqual(0, _pcsc.OpenTransactions);
        Assert.IsTrue(outcome is not null || TestCards.Verifies(CardPersons.An, applet, _signed!));
    }

    [TestMethod]
    [DataRow(7, DisplayName = "VERIFY")]
    [DataRow(8, DisplayName = "PSO")]
    [DataRow(9, DisplayName = "GET RESPONSE")]
    public void Reset_FromVerifyOn_IsToldAndNotRepaired(int command)
    {
        _pcsc.Insert(TestCards.Make());
        _pcsc.Accident = (number, _) => number == command ? PcscCode.CardWasReset : null;

        Assert.AreEqual(CardFault.CardReset, Try(Applet.V18)?.Fault);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(6)]
    public void Reset_BeforeVerify_IsRepairedOnTheSameCard(int command)
    {
        _pcsc.Insert(TestCards.Make());
        _pcsc.Accident = (number, _) => number == command ? PcscCode.CardWasReset : null;

        Assert.IsNull(Try(Applet.V18));
    }

    [TestMethod]
    public void AnotherCard_AfterAReset_IsNeverSentThePin()
    {
        _pcsc.Insert(TestCards.Make());
        using var card = Open();
        card.ReadCertificate(CardCertificate.Authentication);
        _pcsc.Insert(TestCards.Make(CardPersons.Lucie, new CardOptions()));
        _pcsc.BeginAccident = number => number == 2 ? PcscCode.CardWasReset : null;
        using var pin = TestCards.Pin();

        var refused = Assert.ThrowsExactly<CardException>(() => card.Sign(CardKey.Authentication, pin, TestCards.Hash(Applet.V18), CancellationToken.None));

        Assert.AreEqual(CardFault.CardReset, refused.Fault);
        Assert.IsFalse(_pcsc.Sent.Any(s => s.StartsWith(Verify, StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow(PcscCode.SharingViolation)]
    [DataRow(PcscCode.CommunicationError)]
    public void AnotherCard_AfterAResetAndAnotherFailure_IsStillNeverSentThePin(int code)
    {
        _pcsc.Insert(TestCards.Make());
        using var card = Open();
        card.ReadCertificate(CardCertificate.Authentication);
        _pcsc.Insert(TestCards.Make(CardPersons.Lucie, new CardOptions()));
        _pcsc.BeginAccident = number => number switch { 2 => PcscCode.CardWasReset, 3 => code, _ => null };
        using var pin = TestCards.Pin();
        SigningResult Sign() => card.Sign(CardKey.Authentication, pin, TestCards.Hash(Applet.V18), CancellationToken.None);
        Assert.ThrowsExactly<CardException>(Sign);

        var refused = Assert.ThrowsExactly<CardException>(Sign);

        Assert.AreEqual(CardFault.CardReset, refused.Fault);
        Assert.IsFalse(_pcsc.Sent.Any(s => s.StartsWith(Verify, StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow(4)]
    [DataRow(16)]
    public void AnotherCard_BehindAReaderThatShortensAnswers_IsNeverSentThePin(int bytes)
    {
        _pcsc.Insert(TestCards.Make());
        using var card = Open();
        card.ReadCertificate(CardCertificate.Authentication);
        _pcsc.Insert(TestCards.Make(CardPersons.Lucie, new CardOptions()));
        _pcsc.BeginAccident = number => number == 2 ? PcscCode.CardWasReset : null;
        _pcsc.ShortAnswers = bytes;
        using var pin = TestCards.Pin();

        Assert.ThrowsExactly<CardException>(() => card.Sign(CardKey.Authentication, pin, TestCards.Hash(Applet.V18), CancellationToken.None));

        Assert.IsFalse(_pcsc.Sent.Any(s => s.StartsWith(Verify, StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow(Applet.V17)]
    [DataRow(Applet.V18)]
    public void ShortAnswers_GiveTheWholeCertificate(Applet applet)
    {
        _pcsc.Insert(TestCards.Make(applet));
        _pcsc.ShortAnswers = 100;
        using var card = Open();

        CollectionAssert.AreEqual(TestCards.Pki.Issue(CardPersons.An, applet).Authentication.RawData, card.ReadCertificate(CardCertificate.Authentication));
    }

    [TestMethod]
    [DataRow(0, 0, DisplayName = "before the transaction: nothing is sent")]
    [DataRow(1, 0, DisplayName = "before VERIFY: no PIN is sent")]
    [DataRow(2, 1, DisplayName = "after VERIFY: no signature is made")]
    public void GivenUp_TheCardSignsNothingAndHoldsNoPin(int sent, int verifies)
    {
        _pcsc.Insert(TestCards.Make());
        using var card = Open();
        card.ReadCertificate(CardCertificate.Authentication);
        var before = _pcsc.Sent.Count;
        using var gone = new CancellationTokenSource();
        _pcsc.Accident = (number, _) =>
        {
            if (number == before + sent)
            {
                gone.Cancel();
            }

            return null;
        };
        if (sent == 0)
        {
            gone.Cancel();
        }

        using var pin = TestCards.Pin();
        Assert.ThrowsExactly<OperationCanceledException>(() => card.Sign(CardKey.Authentication, pin, TestCards.Hash(Applet.V18), gone.Token));

        var names = _pcsc.Sent.Skip(before).Select(s => s[..8]).ToList();
        Assert.AreEqual(verifies, names.Count(n => n == Verify[..8]));
        Assert.DoesNotContain("002A9E9A", names);
        Assert.AreEqual(verifies > 0 ? LogOff : names.LastOrDefault(), names.LastOrDefault());
        Assert.AreEqual(0, _pcsc.OpenTransactions);
    }

    [TestMethod]
    public void GivenUp_WhileAWrongPinIsOnItsWay_ItsTryIsToldAllTheSame()
    {
        _pcsc.Insert(TestCards.Make());
        using var card = Open();
        card.ReadCertificate(CardCertificate.Authentication);
        using var gone = new CancellationTokenSource();
        _pcsc.Spoiled = (_, answer) =>
        {
            if (_pcsc.Sent[^1].StartsWith(Verify, StringComparison.Ordinal))
            {
                gone.Cancel();
            }

            return answer;
        };
        using var pin = TestCards.Pin("9999");

        Assert.AreEqual(new SigningResult.WrongPin(2), card.Sign(CardKey.Authentication, pin, TestCards.Hash(Applet.V18), gone.Token));

        Assert.AreEqual(LogOff, _pcsc.Sent[^1]);
        Assert.IsTrue(gone.IsCancellationRequested);
    }

    [TestMethod]
    [DataRow(Applet.V17, false)]
    [DataRow(Applet.V18, false)]
    [DataRow(Applet.V17, true)]
    [DataRow(Applet.V18, true)]
    public void AnotherProgram_SelectedElsewhere_CostsTwoCommandsAtMost(Applet applet, bool anywhere)
    {
        var virtualCard = TestCards.Make(CardPersons.An, new CardOptions { Applet = applet, SecurityEnvironmentAnywhere = anywhere });
        _pcsc.Insert(virtualCard);
        using var card = Open();
        card.ReadCertificate(CardCertificate.Authentication);
        virtualCard.Transmit(Convert.FromHexString("00A4080C063F00DF014031"));
        var before = _pcsc.Sent.Count;
        using var pin = TestCards.Pin();

        var result = card.Sign(CardKey.Authentication, pin, TestCards.Hash(applet), CancellationToken.None);

        Assert.IsTrue(TestCards.Verifies(CardPersons.An, applet, Assert.IsInstanceOfType<SigningResult.Signed>(result).Signature));
        Assert.AreEqual(anywhere ? 5 : 7, _pcsc.Sent.Count - before);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void WrongPin_CountsDownAndThenIsBlocked(bool lastAnswersBlocked)
    {
        _pcsc.Insert(TestCards.Make(CardPersons.An, new CardOptions { LastTryAnswersBlocked = lastAnswersBlocked }));
        using var card = Open();
        card.ReadCertificate(CardCertificate.Authentication);
        using var pin = TestCards.Pin("9999");
        SigningResult Sign() => card.Sign(CardKey.Authentication, pin, TestCards.Hash(Applet.V18), CancellationToken.None);

        Assert.AreEqual(new SigningResult.WrongPin(2), Sign());
        Assert.AreEqual(new SigningResult.WrongPin(1), Sign());
        Assert.AreEqual(new SigningResult.PinBlocked(), Sign());
        Assert.AreEqual(new SigningResult.PinBlocked(), Sign());
        Assert.AreEqual(LogOff, _pcsc.Sent[^1]);
    }

    [TestMethod]
    public void RefusedLogOff_ResetsTheCardBeforeAnotherProgramGetsIt()
    {
        var card = TestCards.Make();
        _pcsc.Insert(card);
        _pcsc.Accident = (_, bytes) => bytes[1] == 0xE6 ? PcscCode.CommunicationError : null;

        Assert.IsNull(Try(Applet.V18));

        Assert.IsTrue(_pcsc.WasResetByTransaction);
        Assert.AreEqual("63C3", Convert.ToHexString(card.Transmit(Convert.FromHexString("0020000100"))), "no PIN is verified any more");
    }

    [TestMethod]
    public void RefusedLogOff_WhenTheTransactionCannotEnd_ResetsTheCardWithTheConnection()
    {
        _pcsc.Insert(TestCards.Make());
        _pcsc.Accident = (_, bytes) => bytes[1] == 0xE6 ? PcscCode.CommunicationError : null;
        _pcsc.EndAccident = PcscCode.CommunicationError;

        Assert.IsNull(Try(Applet.V18));

        Assert.IsTrue(_pcsc.WasResetByDisconnect);
    }

    [TestMethod]
    public void AcceptedLogOff_LeavesTheCardPowered()
    {
        _pcsc.Insert(TestCards.Make());

        Assert.IsNull(Try(Applet.V18));

        Assert.IsFalse(_pcsc.WasResetByTransaction || _pcsc.WasResetByDisconnect);
    }

    [TestMethod]
    public void BusyCard_IsTriedFiveTimesAndThenTold()
    {
        _pcsc.Insert(TestCards.Make());
        _pcsc.ConnectAccident = _ => PcscCode.SharingViolation;

        Assert.AreEqual(CardFault.CardBusy, Assert.ThrowsExactly<CardException>(() => Open()).Fault);
        Assert.AreEqual(5, _pcsc.Connects);
    }

    [TestMethod]
    public void FailureOfACommand_WhileTheCardIsPulled_IsARemoval()
    {
        _pcsc.Insert(TestCards.Make());
        _pcsc.Accident = (number, _) =>
        {
            if (number == 8)
            {
                _pcsc.Insert(null);
            }

            return number >= 8 ? PcscCode.NotTransacted : null;
        };

        Assert.AreEqual(CardFault.CardRemoved, Try(Applet.V18)?.Fault);
    }

    [TestMethod]
    public void ErrorInMidFile_IsAnErrorAndNeverAShortCertificate()
    {
        _pcsc.Insert(TestCards.Make());
        _pcsc.Accident = (number, _) => number == 4 ? PcscCode.CommunicationError : null;
        using var card = Open();

        Assert.AreEqual(CardFault.CardError, Assert.ThrowsExactly<CardException>(() => card.ReadCertificate(CardCertificate.Authentication)).Fault);
    }

    private byte[]? _signed;

    private IEidCard Open()
    {
        using var readers = new CardReaders(_pcsc, TimeProvider.System);
        return readers.Connect(readers.List().Single());
    }

    private CardException? Try(Applet applet)
    {
        try
        {
            using var card = Open();
            card.ReadCertificate(CardCertificate.Authentication);
            using var pin = TestCards.Pin();
            _signed = ((SigningResult.Signed)card.Sign(CardKey.Authentication, pin, TestCards.Hash(applet), CancellationToken.None)).Signature;
            return null;
        }
        catch (CardException e)
        {
            return e;
        }
    }
}
