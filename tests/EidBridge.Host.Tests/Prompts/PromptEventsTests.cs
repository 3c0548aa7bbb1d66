using EidBridge.Card;
using EidBridge.Host.Prompts;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Host.Tests.Prompts;

[TestClass]
public sealed class PromptEventsTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task PinOfTheViewThatIsShown_Arrives()
    {
        using var events = new PromptEvents();
        using var pin = new Pin("1234"u8);
        var view = events.BeginView();

        events.Report(view, new PromptEvent.PinEntered(0, pin));

        var happened = await events.NextAsync(TestContext.CancellationToken);
        Assert.AreSame(pin, Assert.IsInstanceOfType<PromptEvent.PinEntered>(happened).Pin);
    }

    [TestMethod]
    public async Task PinOfAReplacedView_IsDropped_AndACancelIsNot()
    {
        using var events = new PromptEvents();
        using var pin = new Pin("1234"u8);
        var first = events.BeginView();
        events.Report(first, new PromptEvent.PinEntered(0, pin));
        events.Report(first, new PromptEvent.Cancelled());

        events.BeginView();

        Assert.IsInstanceOfType<PromptEvent.Cancelled>(await events.NextAsync(TestContext.CancellationToken));
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
