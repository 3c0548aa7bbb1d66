using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>A person who lacks a part is told which.</summary>
[TestClass]
[DoNotParallelize]
public sealed class MissingPartTests : OnStage
{
    private const int Limit = 90_000;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WithoutTheExtension_ThePageSaysSo()
    {
        await SetAsync(new StageOptions { WithExtension = false });

        await Journey.Page.GotoAsync(Stage.Server.Origin + "/login/eid");

        await Journey.Page.WaitForSelectorAsync("#check-extension[data-state=missing]");
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WithoutTheHost_ThePageSaysSo()
    {
        await SetAsync(new StageOptions { WithHost = false });

        await Journey.Page.GotoAsync(Stage.Server.Origin + "/login/eid");

        await Journey.Page.WaitForSelectorAsync("#check-extension[data-state=ok]");
        await Journey.Page.WaitForSelectorAsync("#check-host[data-state=missing]");
    }
}
