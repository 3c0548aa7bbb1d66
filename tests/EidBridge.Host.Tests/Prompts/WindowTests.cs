using EidBridge.Host.Prompts;
using EidBridge.WindowGallery;

namespace EidBridge.Host.Tests.Prompts;

/// <summary>The real window in GTK 3 on a virtual screen, typed at as a person would. Its clock stands still until a test moves it.</summary>
[TestClass]
public sealed class WindowTests
{
    private Stage _stage = null!;
    private string _window = null!;

    [TestInitialize]
    public async Task OpenAsync() => _stage = await Stage.OpenAsync();

    [TestCleanup]
    public async Task CloseAsync() => await _stage.DisposeAsync();

    [TestMethod]
    public async Task Window_IsFoundByItsTitleAndItsClass()
    {
        await ShowAsync("one-card");

        Assert.AreEqual(_window, await _stage.FindClassAsync("eidbridge-host"));
    }

    [TestMethod]
    public async Task DigitsAndEnter_HandOverThePin()
    {
        await ShowAsync("one-card");

        await TypePinAsync("123456789012");

        Assert.AreEqual("pin 0 123456789012", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task Escape_Cancels()
    {
        await ShowAsync("one-card");

        await _stage.PressAsync("Escape");

        Assert.AreEqual("cancelled", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task Enter_WithinHalfASecond_DoesNothing()
    {
        await ShowAsync("one-card");
        await _stage.AdvanceAsync(ConfirmGuard.Delay - TimeSpan.FromMilliseconds(1));

        await _stage.TypeAsync("1234");
        await _stage.PressAsync("Return", "Escape");

        Assert.AreEqual("cancelled", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task Enter_WithThreeDigits_DoesNothing()
    {
        await ShowAsync("one-card");

        await TypePinAsync("123");
        await _stage.PressAsync("Escape");

        Assert.AreEqual("cancelled", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task Letters_AreNotAccepted_AndATwelfthDigitIsTheLast()
    {
        await ShowAsync("one-card");

        await TypePinAsync("1a2 b3.4x567890123");

        Assert.AreEqual("pin 0 123456789012", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task ReplacedView_AsksForThePinAfresh()
    {
        await ShowAsync("one-card");
        await _stage.TypeAsync("11");

        await ShowAsync("wrong-pin");
        await TypePinAsync("2222");

        Assert.AreEqual("pin 0 2222", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task SameViewOnceMore_LeavesTheTypedDigits()
    {
        await ShowAsync("one-card");
        await _stage.TypeAsync("12");

        await _stage.ShowAsync("one-card");
        await TypePinAsync("34");

        Assert.AreEqual("pin 0 1234", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task LastTry_IsAskedTwice()
    {
        await ShowAsync("last-try-asked");

        await TypePinAsync("1234");
        await _stage.PressAsync("alt+u");
        await _stage.AdvanceAsync(ConfirmGuard.Delay);
        await _stage.PressAsync("alt+u");

        Assert.AreEqual("pin 0 1234", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task LastTry_OfACardThatIsChosenLater_IsAskedTwiceToo()
    {
        await ShowAsync("last-try-of-another");

        await _stage.PressAsync("shift+Tab", "Down", "Tab");
        await TypePinAsync("1234");
        await _stage.PressAsync("alt+u");
        await _stage.AdvanceAsync(ConfirmGuard.Delay);
        await _stage.PressAsync("alt+u");

        Assert.AreEqual("pin 1 1234", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task LastTry_GoneBackFrom_ForgetsTheTypedPin()
    {
        await ShowAsync("last-try-asked");
        await TypePinAsync("1234");

        await _stage.PressAsync("Escape");
        await TypePinAsync("5678");
        await _stage.AdvanceAsync(ConfirmGuard.Delay);
        await _stage.PressAsync("alt+u");

        Assert.AreEqual("pin 0 5678", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task ChoosingAnotherCard_ForgetsTheDigitsTypedForTheFirst()
    {
        await ShowAsync("several-cards");
        await _stage.TypeAsync("9999");

        await _stage.PressAsync("shift+Tab", "Down", "Tab");
        await TypePinAsync("1234");

        Assert.AreEqual("pin 2 1234", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task Agreeing_TakesTheCardAndThenTheButton()
    {
        await ShowAsync("choose-certificate");
        await _stage.AdvanceAsync(ConfirmGuard.Delay);

        await _stage.PressAsync("Down", "Tab", "Return");

        Assert.AreEqual("agreed 1", await _stage.ReadAsync());
    }

    [TestMethod]
    [DataRow("share")]
    [DataRow("share-everything")]
    [DataRow("choose-certificate")]
    public async Task OneStrayEnter_AgreesToNothing(string state)
    {
        await ShowAsync(state);
        await _stage.AdvanceAsync(ConfirmGuard.Delay);

        await _stage.PressAsync("Return", "Escape");

        Assert.AreEqual("cancelled", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task ReaderWithAKeypad_IsAgreedToWithoutAPin()
    {
        await ShowAsync("on-keypad");
        await _stage.AdvanceAsync(ConfirmGuard.Delay);

        await _stage.PressAsync("Tab", "Return");

        Assert.AreEqual("agreed 0", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task CardInAnotherReader_BringsThePinFieldBack()
    {
        await ShowAsync("on-keypad-or-not");

        await _stage.PressAsync("Down", "Tab");
        await TypePinAsync("1234");

        Assert.AreEqual("pin 1 1234", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task LastTry_OnAKeypad_IsAskedTwiceToo()
    {
        await ShowAsync("on-keypad-last-try");
        await _stage.AdvanceAsync(ConfirmGuard.Delay);
        await _stage.PressAsync("Tab", "Return");
        await _stage.AdvanceAsync(ConfirmGuard.Delay);

        await _stage.PressAsync("alt+u");

        Assert.AreEqual("agreed 0", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task Keypad_IsCountedDown()
    {
        await ShowAsync("keypad");

        await _stage.AdvanceAsync(TimeSpan.FromSeconds(12));

        Assert.Contains("label: 18 seconds left. Confirm with OK on the reader, or cancel there.", await _stage.ReadTreeAsync());
    }

    [TestMethod]
    [DataRow("on-keypad-or-not")]
    [DataRow("keypad")]
    [DataRow("signing")]
    public async Task CountdownOfAViewThatIsGone_WritesNowhere(string next)
    {
        await ShowAsync("keypad");
        await _stage.AdvanceAsync(TimeSpan.FromSeconds(3));
        await _stage.ShowAsync("one-card");
        await _stage.ShowAsync(next);
        await _stage.AdvanceAsync(TimeSpan.FromSeconds(1));

        var counted = (await _stage.ReadTreeAsync()).Where(line => line.Contains("seconds left", StringComparison.Ordinal)).ToList();

        Assert.AreEqual(next == "keypad" ? "label: 29 seconds left. Confirm with OK on the reader, or cancel there." : string.Empty, string.Join('|', counted));
    }

    [TestMethod]
    public async Task Agreeing_WithinHalfASecond_DoesNothing()
    {
        await ShowAsync("share");
        await _stage.AdvanceAsync(ConfirmGuard.Delay - TimeSpan.FromMilliseconds(1));

        await _stage.PressAsync("Tab", "Return", "alt+a", "Escape");

        Assert.AreEqual("cancelled", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task ScreenReader_IsToldWhatIsSignedAndWhatIsShared()
    {
        await ShowAsync("sign");
        var sign = await _stage.ReadTreeAsync();
        await _stage.ShowAsync("share");
        var share = await _stage.ReadTreeAsync();

        Assert.Contains("label: Document, as the site calls it: Voorschrift 2026-0417.pdf", sign);
        Assert.Contains("label: SHA-384: 5F3A 91C0 … 21D4 A9C3", sign);
        Assert.Contains("push button: Sign", sign);
        Assert.Contains("label: The site will receive: surname, given names, address.", share);
        Assert.Contains("push button: Allow", share);
    }

    [TestMethod]
    [DataRow("waiting-for-card")]
    [DataRow("share")]
    [DataRow("signing")]
    [DataRow("pin-blocked")]
    public async Task EveryView_CanBeCancelled(string state)
    {
        await ShowAsync(state);

        await _stage.PressAsync("Escape");

        Assert.AreEqual("cancelled", await _stage.ReadAsync());
    }

    [TestMethod]
    public async Task FailureOnTheWindowsThread_IsACode_AndNoCrash()
    {
        await _stage.BreakAsync();

        Assert.AreEqual("failed prompt-unavailable", await _stage.ReadAsync());
        Assert.AreEqual(0, (await _stage.QuitAsync()).ExitCode);
    }

    [TestMethod]
    public async Task ScreenReader_FindsANameForEverythingThatCanBeUsed()
    {
        await ShowAsync("several-cards");

        var tree = await _stage.ReadTreeAsync();

        Assert.Contains("password text: PIN", tree);
        Assert.Contains("push button: Log in", tree);
        Assert.Contains("push button: Cancel", tree);
        Assert.Contains("label: https://portal.example", tree);
        Assert.Contains("list box: Choose a certificate", tree);
        Assert.Contains("list item: An Janssens, Citizen CA · valid until 3 May 2031, ACS ACR39U ICC Reader 00 00", tree);
        Assert.IsEmpty(tree.Where(line => line.EndsWith(": ", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Process_EndsWithinASecond_WhileTheWindowIsOpen()
    {
        await ShowAsync("one-card");

        var (elapsed, exitCode) = await _stage.QuitAsync();

        Assert.AreEqual(0, exitCode);
        Assert.IsLessThan(TimeSpan.FromSeconds(1), elapsed);
    }

    private async Task ShowAsync(string state)
    {
        await _stage.ShowAsync(state);
        _window = await _stage.FindWindowAsync();
        await _stage.FocusAsync(_window);
    }

    private async Task TypePinAsync(string pin)
    {
        await _stage.TypeAsync(pin);
        await _stage.AdvanceAsync(ConfirmGuard.Delay);
        await _stage.PressAsync("Return");
    }
}
