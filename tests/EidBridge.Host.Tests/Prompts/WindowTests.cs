using EidBridge.WindowGallery;

namespace EidBridge.Host.Tests.Prompts;

/// <summary>The window in GTK 3, each test with a process and a screen of its own.</summary>
[TestClass]
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
