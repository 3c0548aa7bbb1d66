using System.Text;
using EidBridge.Host.Prompts;
using EidBridge.Host.Tests.Prompts;
using EidBridge.WindowGallery;

namespace EidBridge.Host.Tests.Windows;

/// <summary>The window in Win32, as a Windows program under wine. Starting one takes seconds, so all tests share a process; each has a new window.</summary>
[TestClass]
[DoNotParallelize]
public sealed class Win32WindowTests : WindowBehaviour
{
    private static Stage _stage = null!;

    [ClassInitialize]
    public static async Task OpenAsync(TestContext context) => _stage = Stage.OpenOnWine(await Wine.GetAsync());

    [ClassCleanup]
    public static async Task CloseAsync() => await _stage.DisposeAsync();

    [TestInitialize]
    public async Task RenewAsync()
    {
        Stage = _stage;
        await Stage.RenewAsync();
    }

    [TestMethod]
    public async Task LongAddress_IsShownWhole()
    {
        await ShowAsync("long");

        Assert.Contains(
            "label: https://xn--gesundheitsmter-4kb.registration.for-doctors-and-healthcare-organisations.portal.example:8443",
            await Stage.ReadTreeAsync());
    }

    [TestMethod]
    public async Task Field_IsGivenStarsInPlaceOfDigits()
    {
        await ShowAsync("one-card");

        await Stage.TypeAsync("4711");

        Assert.Contains("password text: PIN = ****", await Stage.ReadTreeAsync());
    }

    [TestMethod]
    public async Task Backspace_TakesTheLastDigit_AndTheCursorCannotBeMoved()
    {
        await ShowAsync("one-card");

        await Stage.TypeAsync("12345");
        await Stage.PressAsync("Left", "Home", "Delete", "BackSpace", "ctrl+a", "ctrl+v");
        await TypePinAsync("6");

        Assert.AreEqual("pin 0 12346", await Stage.ReadAsync());
    }

    [TestMethod]
    public async Task KeypadWithNumLockOff_IsExplained()
    {
        await ShowAsync("one-card");

        await Stage.PressAsync("KP_End");

        Assert.Contains("label: Num Lock is off: turn it on to use the number pad.", await Stage.ReadTreeAsync());
    }

    [TestMethod]
    public async Task TypedDigits_StandInOnePlaceOfTheProcess_AndNowhereWhenTheWindowIsGone()
    {
        await ShowAsync("one-card");
        await Stage.TypeAsync("918273645546");

        var (typedAscii, typedUtf16) = Count("918273645546");
        await Stage.RenewAsync();
        var (leftAscii, leftUtf16) = Count("918273645546");

        Assert.AreEqual((1, 0), (typedAscii, typedUtf16));
        Assert.AreEqual((0, 0), (leftAscii, leftUtf16));
    }

    [TestMethod]
    public async Task FocusThatComesBack_MakesEnterWaitAgain()
    {
        await ShowAsync("one-card");
        await Stage.TypeAsync("1234");
        await Stage.AdvanceAsync(ConfirmGuard.Delay);

        await Stage.LeaveAsync();
        await Stage.PressAsync("Return", "Escape");

        Assert.AreEqual("cancelled", await Stage.ReadAsync());
    }

    private (int Ascii, int Utf16) Count(string digits)
    {
        var memory = new ProcessMemory(Stage.ProcessId);
        return (memory.Count(Encoding.ASCII.GetBytes(digits)), memory.Count(Encoding.Unicode.GetBytes(digits)));
    }
}
