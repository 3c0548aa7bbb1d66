using EidBridge.WindowGallery;

namespace EidBridge.Host.Tests.Prompts;

/// <summary>The window in Win32, as a Windows program under wine. Starting one takes seconds, so all tests share a process; each has a new window.</summary>
[TestClass]
public sealed class Win32WindowTests : WindowBehaviour
{
    private static WinePrefix _prefix = null!;
    private static Stage _stage = null!;

    [ClassInitialize]
    public static async Task OpenAsync(TestContext context)
    {
        _prefix = await WinePrefix.CreateAsync();
        _stage = await Stage.OpenOnWineAsync(_prefix);
    }

    [ClassCleanup]
    public static async Task CloseAsync()
    {
        await _stage.DisposeAsync();
        await _prefix.DisposeAsync();
    }

    [TestInitialize]
    public async Task RenewAsync()
    {
        Stage = _stage;
        await Stage.RenewAsync();
    }
}
