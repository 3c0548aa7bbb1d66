using EidBridge.Card;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Host.Tests.Prompts;

[TestClass]
public sealed class PromptEventsTests
{
    private static readonly PromptSite Site = new("https://portal.example", FirstVisit: false);
    private static readonly CardRow An = new("Reader 0", "An Janssens", "Citizen CA", ValidUntil: null, Obstacle: null);
    private static readonly PromptView.EnterPin First = new(Site, "en", [An], Chosen: 0);

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task PinOfTheViewThatIsShown_Arrives()
    {
        using var events = new PromptEvents();
        using var pin = new Pin("1234"u8);
        var view = events.BeginView(First)!.Value;

        events.Report(view, new PromptEvent.PinEntered(0, pin));

        var happened = await events.NextAsync(TestContext.CancellationToken);
        Assert.AreSame(pin, Assert.IsInstanceOfType<PromptEvent.PinEntered>(happened).Pin);
    }

    [TestMethod]
    public async Task PinOfAReplacedView_IsDropped_AndACancelIsNot()
    {
        using var events = new PromptEvents();
        using var pin = new Pin("1234"u8);
        var first = events.BeginView(First)!.Value;
        events.Report(first, new PromptEvent.PinEntered(0, pin));
        events.Report(first, new PromptEvent.Cancelled());

        events.BeginView(First with { Code = ErrorCode.CardReset });

        Assert.IsInstanceOfType<PromptEvent.Cancelled>(await events.NextAsync(TestContext.CancellationToken));
    }

    [TestMethod]
    public async Task PinOnItsWay_StaysGood_WhenAViewSaysTheSame()
    {
        using var events = new PromptEvents();
        using var pin = new Pin("1234"u8);
        events.Report(events.BeginView(First)!.Value, new PromptEvent.PinEntered(0, pin));

        Assert.IsNull(events.BeginView(First));

        var happened = await events.NextAsync(TestContext.CancellationToken);
        Assert.AreSame(pin, Assert.IsInstanceOfType<PromptEvent.PinEntered>(happened).Pin);
        Assert.IsNotNull(events.BeginView(First), "an answer that was taken wants a view of its own");
    }

    [TestMethod]
    public async Task WindowThatBroke_IsTold_AfterWhatThePersonDidBefore()
    {
        using var events = new PromptEvents();
        var number = events.BeginView(First)!.Value;
        events.Report(number, new PromptEvent.Cancelled());
        events.Fail(new InvalidOperationException("broken"));

        Assert.IsInstanceOfType<PromptEvent.Cancelled>(await events.NextAsync(TestContext.CancellationToken));
        var told = await Assert.ThrowsExactlyAsync<EidBridgeException>(async () => await events.NextAsync(TestContext.CancellationToken));
        Assert.AreEqual(ErrorCode.PromptUnavailable, told.Code);
    }

    [TestMethod]
    public async Task SameView_IsNotShownTwice_UntilAnAnswerWasTaken()
    {
        using var events = new PromptEvents();
        var number = events.BeginView(First);

        Assert.IsNull(events.BeginView(new PromptView.EnterPin(Site, "en", [An with { }], Chosen: 0)));
        Assert.IsNotNull(events.BeginView(First with { Cards = [An with { TriesLeft = 2 }] }));
        Assert.IsNotNull(events.BeginView(First));
        events.Report(number!.Value, new PromptEvent.Cancelled());
        await events.NextAsync(TestContext.CancellationToken);
        Assert.IsNotNull(events.BeginView(First));
    }

    [TestMethod]
    public void ConfirmGuard_OpensAfterHalfASecond_AndClosesAgain()
    {
        var time = new FakeTimeProvider();
        var opened = 0;
        using var guard = new ConfirmGuard(time, () => opened++);

        Assert.IsFalse(guard.IsOpen);
        time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.IsFalse(guard.IsOpen);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.IsTrue(guard.IsOpen);
        Assert.AreEqual(1, opened);
        guard.Restart();
        Assert.IsFalse(guard.IsOpen);
    }
}
