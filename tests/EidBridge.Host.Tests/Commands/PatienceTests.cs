using EidBridge.Host.Tests.Messaging;

namespace EidBridge.Host.Tests.Commands;

/// <summary>Readers, cards and services that are slow and healthy, as over a remote desktop: nobody is told anything but that it takes long.</summary>
[TestClass]
public sealed class PatienceTests
{
    private const int Limit = 20_000;
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly HostUnderTest _host = new();

    public required TestContext TestContext { get; set; }

    [TestCleanup]
    public void Clean() => _host.Dispose();

    [TestMethod]
    [DataRow(false, DisplayName = "alone")]
    [DataRow(true, DisplayName = "beside one that cannot be used")]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task SlowCard_IsBeingRead_AndNotAskedForOnceMore(bool withAnother)
    {
        if (withAnother)
        {
            _host.Insert("Reader 0", FakeCard.Ec("Bo", "Claes", From.AddYears(-9), From));
        }

        _host.Insert("Reader 1", Card());
        using var free = new ManualResetEventSlim();
        HoldReadingOf("Reader 1", free);
        _host.Prompt.At("reading-card long", _ => free.Set());
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", withAnother ? 1 : 0));

        Assert.Contains("web-eid:1.0", await _host.LogInAsync());

        Assert.AreEqual("waiting-for-card | reading-card | reading-card long | enter-pin | signing", Screens);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task SlowSignature_SaysThatItTakesLong()
    {
        _host.Insert("Reader 1", Card());
        using var free = new ManualResetEventSlim();
        _host.Readers.OnSign = _ => _host.Hold(free);
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        _host.Prompt.At("signing long", _ => free.Set());

        Assert.Contains("web-eid:1.0", await _host.LogInAsync());
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task CancelOfASlowSignature_Counts()
    {
        _host.Insert("Reader 1", Card());
        using var free = new ManualResetEventSlim();
        _host.Readers.OnSign = _ => _host.Hold(free);
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        _host.Prompt.At("signing long", prompt => prompt.Cancel());

        var answer = await _host.LogInAsync();

        free.Set();
        Assert.Contains("\"user-cancelled\"", answer);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WindowThatBreaksWhileTheCardSigns_TakesNoSignatureWithIt()
    {
        _host.Insert("Reader 1", Card());
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        _host.Readers.OnSign = _ => _host.Prompt.Break();

        Assert.Contains("web-eid:1.0", await _host.LogInAsync());
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task BlockedPin_IsToldAtOnce_WhileAnotherCardIsStillBeingRead()
    {
        var blocked = Card();
        blocked.Signs.Enqueue("blocked");
        _host.Insert("Reader 1", blocked);
        _host.Insert("Reader 2", FakeCard.Ec("Bo", "Claes", From, From.AddYears(9)));
        using var free = new ManualResetEventSlim();
        HoldReadingOf("Reader 2", free);
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        _host.Prompt.At("stopped pin-blocked", prompt => prompt.Cancel());

        var answer = await _host.LogInAsync();

        free.Set();
        Assert.Contains("\"pin-blocked\"", answer);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task SlowModuleWithoutACard_DoesNotHideThatACardIsAwaited()
    {
        using var free = new ManualResetEventSlim();
        _host.Readers.PlugModule("Module", Card());
        _host.Readers.OnRead = _ => _host.Hold(free);
        _host.Prompt.At("waiting-for-card", _ => { });
        _host.Prompt.At("waiting-for-card", _ => free.Set());
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));

        Assert.Contains("web-eid:1.0", await _host.LogInAsync());

        Assert.AreEqual("waiting-for-card | reading-card | waiting-for-card | enter-pin | signing", Screens);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task HeldCard_KeepsNobodyFromUsingAnother()
    {
        _host.Insert("Reader 1", Card());
        _host.Insert("Reader 2", FakeCard.Ec("Bo", "Claes", From, From.AddYears(9)));
        using var free = new ManualResetEventSlim();
        HoldReadingOf("Reader 1", free);
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));

        var answer = await _host.LogInAsync();

        free.Set();
        Assert.Contains("web-eid:1.0", answer);
        Assert.AreEqual("sign Reader 2", _host.Readers.Uses[^1]);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task CardThatIsReadWhileAnotherSigns_IsTakenOverAfterOneLook()
    {
        var wrong = Card();
        wrong.Signs.Enqueue("wrong 2");
        _host.Insert("Reader 1", wrong);
        _host.Insert("Reader 2", FakeCard.Ec("Bo", "Claes", From, From.AddYears(9)));
        using var free = new ManualResetEventSlim();
        var looks = 0;
        HoldReadingOf("Reader 2", free);
        _host.Readers.OnSign = _ => free.Set();
        _host.Readers.OnList = () =>
        {
            // The second look takes its time, in which the other card has been read: nobody may begin a third.
            if (Interlocked.Increment(ref looks) == 2)
            {
                SpinWait.SpinUntil(() => Volatile.Read(ref looks) > 2, TimeSpan.FromMilliseconds(300));
            }
        };
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));
        _host.Prompt.At("enter-pin 2 left", prompt => prompt.Enter("1234", 0));

        Assert.Contains("web-eid:1.0", await _host.LogInAsync());

        Assert.AreEqual(2, looks, "looks at the readers: at the start, and after the wrong PIN");
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task ServiceThatIsSlowToEndAWait_IsNotCalledSilent()
    {
        _host.Insert("Reader 1", Card());

        // Until it looks at the token that tells it to end.
        _host.Readers.OnWait = () => Pass(TimeSpan.FromSeconds(4));
        _host.Prompt.At("enter-pin", prompt => prompt.Enter("1234", 0));

        Assert.Contains("web-eid:1.0", await _host.LogInAsync());
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task SilentService_IsToldToAPageThatAsksForTheStatus_BeforeThePageGivesUp()
    {
        using var free = new ManualResetEventSlim();
        _host.Readers.OnList = () =>
        {
            // Its time begins when it has been asked.
            free.Wait(TimeSpan.FromMilliseconds(300), TestContext.CancellationToken);
            Pass(TimeSpan.FromSeconds(4.4));
            free.Wait(TestContext.CancellationToken);
        };

        var answer = await _host.AskAsync("""{"command":"status","arguments":{}}""", TestContext.CancellationToken);

        free.Set();
        Assert.Contains("\"pcsc-unavailable\"", answer[0]);
    }

    private void HoldReadingOf(string slow, ManualResetEventSlim free) => _host.Readers.OnRead = reader =>
    {
        if (reader == slow)
        {
            _host.Hold(free);
        }
    };

    private void Pass(TimeSpan time)
    {
        using var never = new ManualResetEventSlim();
        for (var left = time; left > TimeSpan.Zero; left -= TimeSpan.FromMilliseconds(200))
        {
            never.Wait(TimeSpan.FromMilliseconds(10));
            _host.Time.Advance(TimeSpan.FromMilliseconds(200));
        }
    }

    private string Screens => string.Join(" | ", _host.Prompt.Screens);

    private static FakeCard Card() => FakeCard.Ec("An Maria", "Peeters", From, From.AddYears(9));
}
