using EidBridge.Card.Pcsc;

namespace EidBridge.Card.Tests;

[TestClass]
public sealed class ReaderTests
{
    private readonly FakePcsc _pcsc = new();

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void HelloForBusiness_IsNoReader()
    {
        _pcsc.Insert(null, "Windows Hello for Business 1");
        _pcsc.Insert(null, "Reader 0");
        using var readers = new CardReaders(_pcsc, TimeProvider.System);

        Assert.AreEqual("Reader 0", readers.List().Single().Name);
    }

    [TestMethod]
    [DataRow(PcscCode.UnknownReader)]
    [DataRow(PcscCode.ReaderUnavailable)]
    [DataRow(PcscCode.NoReaders)]
    public void ReaderUnpluggedBetweenListAndState_IsListedAgain(int code)
    {
        _pcsc.Insert(null);
        _pcsc.StateAccident = number => number == 1 ? code : null;
        using var readers = new CardReaders(_pcsc, TimeProvider.System);

        Assert.AreEqual("Reader 0", readers.List().Single().Name);
    }

    [TestMethod]
    public void ReaderThatIsNeverThere_IsNoReader()
    {
        _pcsc.Insert(null);
        _pcsc.StateAccident = _ => PcscCode.UnknownReader;
        using var readers = new CardReaders(_pcsc, TimeProvider.System);

        Assert.IsEmpty(readers.List());
    }

    [TestMethod]
    public void MuteCard_IsTold()
    {
        _pcsc.Insert(null, state: PcscCode.StatePresent | PcscCode.StateMute);
        using var readers = new CardReaders(_pcsc, TimeProvider.System);

        Assert.AreEqual(CardPresence.Mute, readers.List().Single().Presence);
    }

    [TestMethod]
    [Timeout(10_000, CooperativeCancellation = true)]
    public async Task Waiting_EndsWithTheCardAndSendsNothing()
    {
        _pcsc.Insert(null);
        using var readers = new CardReaders(_pcsc, TimeProvider.System);
        var empty = readers.List();
        var waiting = Task.Run(() => readers.WaitForChange(empty, TestContext.CancellationToken), TestContext.CancellationToken);

        _pcsc.Insert(TestCards.Make());

        Assert.AreEqual(CardPresence.Present, (await waiting).Single().Presence);
        Assert.IsEmpty(_pcsc.Sent);
    }

    [TestMethod]
    [Timeout(10_000, CooperativeCancellation = true)]
    public async Task Waiting_EndsWithTheToken()
    {
        _pcsc.Insert(null);
        using var readers = new CardReaders(_pcsc, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var waiting = Task.Run(() => readers.WaitForChange(readers.List(), stop.Token), CancellationToken.None);

        await stop.CancelAsync();

        await Assert.ThrowsExactlyAsync<OperationCanceledException>(() => waiting);
    }

    [TestMethod]
    [DataRow(1, DisplayName = "the context is being made")]
    [DataRow(2, DisplayName = "the context is to be released")]
    [Timeout(10_000, CooperativeCancellation = true)]
    public async Task ServiceThatHangs_KeepsNobodyWhoIsDone(int call)
    {
        using var free = new ManualResetEventSlim();
        var (calls, hangs) = (0, new TaskCompletionSource());
        _pcsc.OnContext = () =>
        {
            if (Interlocked.Increment(ref calls) == call)
            {
                hangs.SetResult();
                free.Wait();
            }
        };
        var readers = new CardReaders(_pcsc, TimeProvider.System);
        var listing = Task.Run(readers.List, CancellationToken.None);
        await (call == 1 ? hangs.Task : listing);

        var disposing = Task.Run(readers.Dispose, CancellationToken.None);
        await Task.WhenAny(disposing, Task.Delay(Timeout.Infinite, TestContext.CancellationToken));
        var ended = disposing.IsCompleted;
        free.Set();

        Assert.IsTrue(ended, "Dispose waited");
        Assert.AreEqual(call == 1, await Task.WhenAny(listing) is { IsFaulted: true, Exception.InnerException: ObjectDisposedException });
        Assert.AreEqual(2, Volatile.Read(ref calls), "a context that is made too late is released");
    }

    [TestMethod]
    public void CardThatLeavesWhileItIsConnected_IsNoConnection()
    {
        _pcsc.Insert(TestCards.Make());
        using var readers = new CardReaders(_pcsc, TimeProvider.System);
        var reader = readers.List().Single();
        _pcsc.StateAccident = _ => PcscCode.UnknownReader;

        Assert.AreEqual(CardFault.ReaderGone, Assert.ThrowsExactly<CardException>(() => readers.Connect(reader)).Fault);

        Assert.AreEqual(0, _pcsc.OpenConnections);
    }

    [TestMethod]
    [DataRow(PcscCode.NoService)]
    [DataRow(PcscCode.ServiceStopped)]
    public void ServiceAtRest_IsNoReader_AndAskedForAnewNextTime(int code)
    {
        _pcsc.Insert(null);
        _pcsc.StateAccident = number => number == 1 ? code : null;
        _pcsc.ContextAccident = number => number == 2 ? code : null;
        using var readers = new CardReaders(_pcsc, TimeProvider.System, restsWithoutReaders: true);

        Assert.IsEmpty(readers.List());
        Assert.IsEmpty(readers.List());
        Assert.AreEqual("Reader 0", readers.List().Single().Name);

        Assert.AreEqual(3, _pcsc.Contexts);
    }

    [TestMethod]
    public void ServiceThatStopsWhileAChangeIsAwaited_IsNoReader_AndLookedForEverySecond()
    {
        _pcsc.Insert(null);
        var time = new HurriedTime();
        using var readers = new CardReaders(_pcsc, time, restsWithoutReaders: true);
        var one = readers.List();
        _pcsc.WaitAccident = _ => PcscCode.ServiceStopped;
        _pcsc.ContextAccident = number => number is > 1 and < 5 ? PcscCode.NoService : null;

        var none = readers.WaitForChange(one, TestContext.CancellationToken);
        var back = readers.WaitForChange(none, TestContext.CancellationToken);

        Assert.IsEmpty(none);
        Assert.AreEqual("Reader 0", back.Single().Name);
        Assert.AreEqual("1, 1", string.Join(", ", time.Waits.Select(wait => wait.TotalSeconds)));
    }

    [TestMethod]
    [Timeout(10_000, CooperativeCancellation = true)]
    public async Task ServiceAtRest_IsNotWaitedForBeyondTheToken()
    {
        _pcsc.ContextAccident = _ => PcscCode.NoService;
        using var readers = new CardReaders(_pcsc, TimeProvider.System, restsWithoutReaders: true);
        using var stop = new CancellationTokenSource();
        var waiting = Task.Run(() => readers.WaitForChange([], stop.Token), CancellationToken.None);

        await stop.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
    }

    [TestMethod]
    [DataRow(true, CardFault.ReaderGone)]
    [DataRow(false, CardFault.ServiceUnavailable)]
    public void ServiceThatStopsWithTheReader_HasLostTheReader(bool rests, CardFault fault)
    {
        _pcsc.Insert(TestCards.Make());
        using var readers = new CardReaders(_pcsc, TimeProvider.System, rests);
        var reader = readers.List().Single();
        using var card = readers.Connect(reader);
        _pcsc.Accident = (_, _) => PcscCode.ServiceStopped;
        _pcsc.ContextAccident = _ => PcscCode.NoService;

        Assert.AreEqual(fault, Assert.ThrowsExactly<CardException>(() => card.ReadCertificate(CardCertificate.Authentication)).Fault);
        Assert.AreEqual(fault, Assert.ThrowsExactly<CardException>(() => readers.Connect(reader)).Fault);
    }

    [TestMethod]
    [DataRow(false, PcscCode.NoService, DisplayName = "a service that does not rest")]
    [DataRow(true, unchecked((int)0x80100001), DisplayName = "wine's, which there is none of")]
    public void ServiceThatDoesNotRun_IsTold(bool rests, int code)
    {
        _pcsc.ContextAccident = _ => code;
        using var readers = new CardReaders(_pcsc, TimeProvider.System, rests);

        Assert.AreEqual(CardFault.ServiceUnavailable, Assert.ThrowsExactly<CardException>(readers.List).Fault);
        Assert.AreEqual(
            CardFault.ServiceUnavailable,
            Assert.ThrowsExactly<CardException>(() => readers.WaitForChange([], TestContext.CancellationToken)).Fault);
    }

    [TestMethod]
    public void LibraryThatIsNotThere_IsNotAtRest() =>
        Assert.IsFalse(new PcscException(PcscException.NoLibrary, PcscCode.NoService).IsStopped);

    [TestMethod]
    [DataRow("123")]
    [DataRow("1234567890123")]
    [DataRow("12a4")]
    [DataRow("")]
    public void Pin_IsFourToTwelveDigits(string digits) => Assert.ThrowsExactly<ArgumentException>(() => TestCards.Pin(digits));

    [TestMethod]
    [DataRow("1234", "241234FFFFFFFFFF")]
    [DataRow("12345", "2512345FFFFFFFFF")]
    [DataRow("123456789012", "2C123456789012FF")]
    public void Pin_IsPackedAsTheCardWantsIt(string digits, string block)
    {
        using var pin = TestCards.Pin(digits);

        Assert.AreEqual(block, Convert.ToHexString(pin.Block));
        Assert.AreEqual("(PIN)", pin.ToString());
    }

    [TestMethod]
    public void DisposedPin_HasNoDigits()
    {
        var pin = TestCards.Pin();
        pin.Dispose();

        Assert.ThrowsExactly<ObjectDisposedException>(() => pin.Block.Length);
    }

    [TestMethod]
    [DataRow(PcscCode.NoService, CardFault.ServiceUnavailable)]
    [DataRow(PcscCode.ServiceStopped, CardFault.ServiceUnavailable)]
    [DataRow(PcscCode.SecurityViolation, CardFault.AccessDenied)]
    [DataRow(PcscCode.UnknownReader, CardFault.ReaderGone)]
    [DataRow(PcscCode.CardWasRemoved, CardFault.CardRemoved)]
    [DataRow(PcscCode.CardWasReset, CardFault.CardReset)]
    [DataRow(PcscCode.Timeout, CardFault.CardBusy)]
    [DataRow(PcscCode.UnresponsiveCard, CardFault.CardUnsupported)]
    [DataRow(PcscCode.CommunicationError, CardFault.CardError)]
    public void PcscCode_HasOneWord(int code, CardFault fault) => Assert.AreEqual(fault, new PcscException("f", code).Fault);

    [TestMethod]
    public void ContextThatCannotBeMade_IsTheServicesFault_WhateverItAnswers()
    {
        const int InternalError = unchecked((int)0x80100001);

        Assert.AreEqual(CardFault.ServiceUnavailable, new PcscException("SCardEstablishContext", InternalError).Fault);
    }

    /// <summary>Waits are noted and over at once.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
