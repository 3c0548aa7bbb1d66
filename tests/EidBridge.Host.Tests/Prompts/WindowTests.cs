using EidBridge.Host.Prompts;
using EidBridge.WindowGallery;

namespace EidBridge.Host.Tests.Prompts;

/// <summary>The window in GTK 3, each test with a process and a screen of its own.</summary>
[TestClass]
[DoNotParallelize]
public sealed class WindowTests : WindowBehaviour
{
    [TestInitialize]
    public async Task OpenAsync() => Stage = await Stage.OpenAsync();

    [TestCleanup]
    public async Task CloseAsync() => await Stage.DisposeAsync();

    [TestMethod]
    public async Task Window_IsFoundByItsTitleAndItsClass()
    {
        await ShowAsync("one-card");

        Assert.AreEqual(Window, await Stage.FindClassAsync("eidbridge-host"));
    }

    [TestMethod]
    public async Task Enter_WithinHalfASecondOfComingBackToTheWindow_DoesNothing()
    {
        await ShowAsync("one-card");
        await Stage.TypeAsync("1234");
        await Stage.AdvanceAsync(ConfirmGuard.Delay);
        await Stage.LookAwayAsync();
        await Stage.FocusAsync(Window);
        await Stage.AdvanceAsync(ConfirmGuard.Delay - TimeSpan.FromMilliseconds(1));

        await Stage.PressAsync("Return", "alt+l", "Escape");

        Assert.AreEqual("cancelled", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task WindowThatMayNotComeToTheFront_AsksForAttentionUntilItIsTurnedTo()
    {
        await using var stage = await WindowGallery.Stage.OpenAsync(stubborn: true);
        await stage.ShowAsync("one-card");
        var window = await stage.FindWindowAsync();
        var before = await stage.AsksForAttentionAsync(window);

        await stage.FocusAsync(window);

        Assert.IsTrue(before);
        Assert.IsFalse(await stage.AsksForAttentionAsync(window));
    }

    [TestMethod]
    public async Task TabKey_GoesRoundEverythingThatCanBeUsed()
    {
        await ShowAsync("several-cards");
        await Stage.AdvanceAsync(ConfirmGuard.Delay);
        await Stage.TypeAsync("1234");

        // PIN, Cancel, Log in, the cards, and back in the PIN field: the digits typed there are still one PIN.
        await Stage.PressAsync("Tab", "Tab", "Tab", "Tab");
        await TypePinAsync("56");

        Assert.AreEqual("pin 1 123456", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task Space_OnTheFocusedButton_LogsIn()
    {
        await ShowAsync("one-card");
        await Stage.TypeAsync("1234");
        await Stage.AdvanceAsync(ConfirmGuard.Delay);

        await Stage.PressAsync("Tab", "Tab", "space");

        Assert.AreEqual("pin 0 1234", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task FailureOnTheWindowsThread_EndsTheProcessInOrder()
    {
        await Stage.BreakAsync();
        _ = await Stage.ReadAsync();

        Assert.AreEqual(0, (await Stage.QuitAsync()).ExitCode);
    }

    [TestMethod]
    public async Task Process_EndsWithinASecond_WhileTheWindowIsOpen()
    {
        await ShowAsync("one-card");

        var (elapsed, exitCode) = await Stage.QuitAsync();

        Assert.AreEqual(0, exitCode);
        Assert.IsLessThan(TimeSpan.FromSeconds(1), elapsed);
    }
}
