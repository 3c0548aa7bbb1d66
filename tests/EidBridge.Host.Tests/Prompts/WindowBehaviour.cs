using EidBridge.Host.Prompts;
using EidBridge.WindowGallery;

namespace EidBridge.Host.Tests.Prompts;

/// <summary>
/// What the window does, whatever draws it: the real one on a virtual screen, typed at as a person would. Its clock stands still until a
/// test moves it.
/// </summary>
public abstract class WindowBehaviour
{
    private string _window = null!;

    private protected string Window => _window;

    private protected Stage Stage { get; set; } = null!;

    [TestMethod]
    public async Task DigitsAndEnter_HandOverThePin()
    {
        await ShowAsync("one-card");

        await TypePinAsync("123456789012");

        Assert.AreEqual("pin 0 123456789012", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task Escape_Cancels()
    {
        await ShowAsync("one-card");

        await Stage.PressAsync("Escape");

        Assert.AreEqual("cancelled", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task Enter_WithinHalfASecond_DoesNothing()
    {
        await ShowAsync("one-card");
        await Stage.AdvanceAsync(ConfirmGuard.Delay - TimeSpan.FromMilliseconds(1));

        await Stage.TypeAsync("1234");
        await Stage.PressAsync("Return", "Escape");

        Assert.AreEqual("cancelled", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task Enter_WithThreeDigits_DoesNothing()
    {
        await ShowAsync("one-card");

        await TypePinAsync("123");
        await Stage.PressAsync("Escape");

        Assert.AreEqual("cancelled", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task Letters_AreNotAccepted_AndATwelfthDigitIsTheLast()
    {
        await ShowAsync("one-card");

        await TypePinAsync("1a2 b3.4x567890123");

        Assert.AreEqual("pin 0 123456789012", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task ReplacedView_AsksForThePinAfresh()
    {
        await ShowAsync("one-card");
        await Stage.TypeAsync("11");

        await ShowAsync("wrong-pin");
        await TypePinAsync("2222");

        Assert.AreEqual("pin 0 2222", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task SameViewOnceMore_LeavesTheTypedDigits()
    {
        await ShowAsync("one-card");
        await Stage.TypeAsync("12");

        await Stage.ShowAsync("one-card");
        await TypePinAsync("34");

        Assert.AreEqual("pin 0 1234", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task LastTry_IsAskedTwice()
    {
        await ShowAsync("last-try-asked");

        await TypePinAsync("1234");
        await Stage.PressAsync("alt+u");
        await Stage.AdvanceAsync(ConfirmGuard.Delay);
        await Stage.PressAsync("alt+u");

        Assert.AreEqual("pin 0 1234", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task LastTry_OfACardThatIsChosenLater_IsAskedTwiceToo()
    {
        await ShowAsync("last-try-of-another");

        await Stage.PressAsync("shift+Tab", "Down", "Tab");
        await TypePinAsync("1234");
        await Stage.PressAsync("alt+u");
        await Stage.AdvanceAsync(ConfirmGuard.Delay);
        await Stage.PressAsync("alt+u");

        Assert.AreEqual("pin 1 1234", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task LastTry_GoneBackFrom_ForgetsTheTypedPin()
    {
        await ShowAsync("last-try-asked");
        await TypePinAsync("1234");

        await Stage.PressAsync("Escape");
        await TypePinAsync("5678");
        await Stage.AdvanceAsync(ConfirmGuard.Delay);
        await Stage.PressAsync("alt+u");

        Assert.AreEqual("pin 0 5678", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task ChoosingAnotherCard_ForgetsTheDigitsTypedForTheFirst()
    {
        await ShowAsync("several-cards");
        await Stage.TypeAsync("9999");

        await Stage.PressAsync("shift+Tab", "Down", "Tab");
        await TypePinAsync("1234");

        Assert.AreEqual("pin 2 1234", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task WrongPin_IsSaidOfItsOwnCardOnly()
    {
        const string Said = "label: The last PIN for this card was wrong: 2 tries were left.";
        await ShowAsync("wrong-before-of-one");
        Assert.Contains(Said, await Stage.ReadTreeAsync());

        await Stage.PressAsync("shift+Tab", "Down");
        Assert.DoesNotContain(Said, await Stage.ReadTreeAsync());
        await Stage.PressAsync("Up");

        Assert.Contains(Said, await Stage.ReadTreeAsync());
    }

    [TestMethod]
    public async Task Agreeing_TakesTheCardAndThenTheButton()
    {
        await ShowAsync("choose-certificate");
        await Stage.AdvanceAsync(ConfirmGuard.Delay);

        await Stage.PressAsync("Down", "Tab", "Return");

        Assert.AreEqual("agreed 1", await Stage.ReadAsync());
    }

    [TestMethod]
    [DataRow("share")]
    [DataRow("share-everything")]
    [DataRow("choose-certificate")]
    public async Task OneStrayEnter_AgreesToNothing(string state)
    {
        await ShowAsync(state);
        await Stage.AdvanceAsync(ConfirmGuard.Delay);

        await Stage.PressAsync("Return", "Escape");

        Assert.AreEqual("cancelled", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task ReaderWithAKeypad_IsAgreedToWithoutAPin()
    {
        await ShowAsync("on-keypad");
        await Stage.AdvanceAsync(ConfirmGuard.Delay);

        await Stage.PressAsync("Tab", "Return");

        Assert.AreEqual("agreed 0", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task CardInAnotherReader_BringsThePinFieldBack()
    {
        await ShowAsync("on-keypad-or-not");

        await Stage.PressAsync("Down", "Tab");
        await TypePinAsync("1234");

        Assert.AreEqual("pin 1 1234", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task LastTry_OnAKeypad_IsAskedTwiceToo()
    {
        await ShowAsync("on-keypad-last-try");
        await Stage.AdvanceAsync(ConfirmGuard.Delay);
        await Stage.PressAsync("Tab", "Return");
        await Stage.AdvanceAsync(ConfirmGuard.Delay);

        await Stage.PressAsync("alt+u");

        Assert.AreEqual("agreed 0", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task Keypad_IsCountedDown()
    {
        await ShowAsync("keypad");

        await Stage.AdvanceAsync(TimeSpan.FromSeconds(12));

        Assert.Contains("label: 18 seconds left. Confirm with OK on the reader, or cancel there.", await Stage.ReadTreeAsync());
    }

    [TestMethod]
    [DataRow("on-keypad-or-not")]
    [DataRow("keypad")]
    [DataRow("signing")]
    public async Task CountdownOfAViewThatIsGone_WritesNowhere(string next)
    {
        await ShowAsync("keypad");
        await Stage.AdvanceAsync(TimeSpan.FromSeconds(3));
        await Stage.ShowAsync("one-card");
        await Stage.ShowAsync(next);
        await Stage.AdvanceAsync(TimeSpan.FromSeconds(1));

        var counted = (await Stage.ReadTreeAsync()).Where(line => line.Contains("seconds left", StringComparison.Ordinal)).ToList();

        Assert.AreEqual(next == "keypad" ? "label: 29 seconds left. Confirm with OK on the reader, or cancel there." : string.Empty, string.Join('|', counted));
    }

    [TestMethod]
    public async Task Agreeing_WithinHalfASecond_DoesNothing()
    {
        await ShowAsync("share");
        await Stage.AdvanceAsync(ConfirmGuard.Delay - TimeSpan.FromMilliseconds(1));

        await Stage.PressAsync("Tab", "Return", "alt+a", "Escape");

        Assert.AreEqual("cancelled", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task ScreenReader_IsToldWhatIsSignedAndWhatIsShared()
    {
        await ShowAsync("sign");
        var sign = await Stage.ReadTreeAsync();
        await Stage.ShowAsync("share");
        var share = await Stage.ReadTreeAsync();

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

        await Stage.PressAsync("Escape");

        Assert.AreEqual("cancelled", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task FailureOnTheWindowsThread_IsACode_AndNoCrash()
    {
        await Stage.BreakAsync();

        Assert.AreEqual("failed prompt-unavailable", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task ScreenReader_FindsANameForEverythingThatCanBeUsed()
    {
        await ShowAsync("several-cards");

        var tree = await Stage.ReadTreeAsync();

        Assert.Contains("password text: PIN", tree);
        Assert.Contains("push button: Log in", tree);
        Assert.Contains("push button: Cancel", tree);
        Assert.Contains("label: https://portal.example", tree);
        Assert.Contains("list box: Choose a certificate", tree);
        Assert.Contains("list item: An Janssens, Citizen CA · valid until 3 May 2031, ACS ACR39U ICC Reader 00 00", tree);
        Assert.Contains(
            "list item: Heidi Müller, The certificate on your card has expired., Citizen CA · valid until 3 March 2021, Gemalto PC Twin Reader 02 00",
            tree, "why it cannot be chosen");
        Assert.IsEmpty(tree.Where(line => line.EndsWith(": ", StringComparison.Ordinal)));
    }

    private protected async Task ShowAsync(string state)
    {
        await Stage.ShowAsync(state);
        _window = await Stage.FindWindowAsync();
        await Stage.FocusAsync(_window);
    }

    private protected async Task TypePinAsync(string pin)
    {
        await Stage.TypeAsync(pin);
        await Stage.AdvanceAsync(ConfirmGuard.Delay);
        await Stage.PressAsync("Return");
    }
}
