using System.Globalization;
using EidBridge.WindowGallery;

namespace EidBridge.Host.Tests.Windows;

/// <summary>The window in Win32 where Windows is set to 200 %: each dot of the usual one has become four.</summary>
[TestClass]
[DoNotParallelize]
public sealed class Win32DensityTests
{
    private const int Usual = 96;
    private static WinePrefix? _prefix;

    [ClassInitialize]
    public static async Task OpenAsync(TestContext context) => _prefix = await Wine.GetAsync();

    [ClassCleanup]
    public static async Task LeaveAsUsualAsync() => await (_prefix?.SetDensityAsync(Usual) ?? Task.CompletedTask);

    [TestMethod]
    public async Task TwiceTheDots_AreAWindowTwiceAsLarge_ThatTakesThePin()
    {
        var (usualWidth, usualHeight, _) = await ShowAsync(Usual);

        var (width, height, answer) = await ShowAsync(2 * Usual);

        // Letters have whole pixels, and so have lines.
        Assert.AreEqual(2.0, (double)width / usualWidth, 0.06, $"{usualWidth} x {usualHeight} became {width} x {height}");
        Assert.AreEqual(2.0, (double)height / usualHeight, 0.06, $"{usualWidth} x {usualHeight} became {width} x {height}");
        Assert.AreEqual("pin 0 4711", answer);
    }

    private static async Task<(int Width, int Height, string Answer)> ShowAsync(int dotsPerInch)
    {
        await _prefix!.SetDensityAsync(dotsPerInch);
        await using var stage = Stage.OpenOnWine(_prefix);
        await stage.ShowAsync("one-card");
        var window = await stage.FindWindowAsync();
        await stage.FocusAsync(window);
        await stage.AdvanceAsync(TimeSpan.FromSeconds(1));
        await stage.TypeAsync("4711");
        await stage.PressAsync("Return");
        var size = (await _prefix.Screen.RunAsync("xdotool", "getwindowgeometry", "--shell", window)).Split('\n');
        return (Read(size, "WIDTH"), Read(size, "HEIGHT"), await stage.ReadAsync());
    }

    private static int Read(string[] lines, string name) =>
        int.Parse(lines.Single(line => line.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..], CultureInfo.InvariantCulture);
}
