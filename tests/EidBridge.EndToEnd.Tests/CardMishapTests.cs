using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>What goes wrong between the window and the card, on real parts.</summary>
[TestClass]
[DoNotParallelize]
public sealed class CardMishapTests : OnStage
{
    private const int Limit = 120_000;

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WrongPin_StaysInTheWindow_AndTheRightOneLogsIn()
    {
        var window = await OpenWindowAsync();

        await Journey.EnterPinAsync(window, "9999", CancellationToken);
        await Journey.WaitForPinFieldAsync(2);
        await Journey.EnterPinAsync(window, Stage.Options.Pin, CancellationToken);

        await Journey.Page.WaitForURLAsync("**/login/profile");
        Assert.AreEqual(2, (await Stage.Card.CountAsync(CancellationToken)).Verifies);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task Cancel_InTheWindow_IsSaidOnThePage()
    {
        var window = await OpenWindowAsync();

        await Stage.Display.PressAsync(window, "Escape", CancellationToken);

        await Journey.Page.WaitForSelectorAsync("#error[data-code=user-cancelled]");
        Assert.AreEqual(0, (await Stage.Card.CountAsync(CancellationToken)).Verifies);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task CardPulledDuringTheSignature_AndPutBack_LogsInWithTheNextPin()
    {
        // 5 commands for the certificate, 4 for its CA, MSE SET, VERIFY: the twelfth is the signature.
        var window = await OpenWindowAsync(new StageOptions { Card = new() { PullAtApdu = 12, PutBackAfter = TimeSpan.FromSeconds(1) } });

        await Journey.EnterPinAsync(window, Stage.Options.Pin, CancellationToken);
        await Journey.WaitForPinFieldAsync(2);
        await Journey.EnterPinAsync(await Stage.Display.WaitForHostWindowAsync(CancellationToken), Stage.Options.Pin, CancellationToken);

        await Journey.Page.WaitForURLAsync("**/login/profile");
        Assert.AreEqual(2, (await Stage.Card.CountAsync(CancellationToken)).Verifies, "one VERIFY for each PIN the person entered");
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task ClosedTab_EndsTheHostByItselfWithinASecond()
    {
        await OpenWindowAsync();
        var host = await HostProcesses.FindAsync(Stage.HostProgram!, CancellationToken);

        await Journey.Page.CloseAsync();

        var gone = await HostProcesses.WaitForEndAsync(host, CancellationToken);
        Assert.IsLessThan(TimeSpan.FromSeconds(1), gone);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task AnotherProgram_SelectingElsewhere_DoesNotDisturbTheLogin(bool anywhere)
    {
        var window = await OpenWindowAsync(new StageOptions { Card = new() { SecurityEnvironmentAnywhere = anywhere } });

        await ChildProcess.RunAsync("opensc-tool", ["-s", "00:A4:08:0C:06:3F:00:DF:01:40:31"], Stage.PersonEnvironment, CancellationToken);
        await Journey.EnterPinAsync(window, Stage.Options.Pin, CancellationToken);

        await Journey.Page.WaitForURLAsync("**/login/profile");
        Assert.AreEqual(1, (await Stage.Card.CountAsync(CancellationToken)).Verifies);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task AnotherPersonsCard_PutInMeanwhile_IsNotSentThePin()
    {
        var window = await OpenWindowAsync();
        await Stage.Display.TypeAsync(window, Stage.Options.Pin, CancellationToken);

        await Stage.Card.SwapAsync("lucie", CancellationToken);
        await Stage.Display.PressAsync(window, "Return", CancellationToken);
        await Journey.WaitForPinFieldAsync(2);
        await Stage.Display.PressAsync(window, "Escape", CancellationToken);

        await Journey.Page.WaitForSelectorAsync("#error[data-code=user-cancelled]");
        Assert.AreEqual(0, (await Stage.Card.CountAsync(CancellationToken)).Verifies);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task NoCard_IsWaitedForWithoutACommand()
    {
        await SetAsync();
        await Stage.Card.PullAsync(CancellationToken);
        await Journey.Page.GotoAsync(Stage.Server.Origin + "/login/eid");
        await Journey.WaitUntilEverythingIsInPlaceAsync();
        await Journey.OpenHostWindowAsync(CancellationToken);
        Assert.AreEqual(0, (await Stage.Card.CountAsync(CancellationToken)).Apdus);

        await Stage.Card.PutAsync(CancellationToken);
        await Journey.WaitForPinFieldAsync();
        await Journey.EnterPinAsync(await Stage.Display.WaitForHostWindowAsync(CancellationToken), Stage.Options.Pin, CancellationToken);

        await Journey.Page.WaitForURLAsync("**/login/profile");
    }

    private async Task<string> OpenWindowAsync(StageOptions? options = null)
    {
        await SetAsync(options);
        await Journey.Page.GotoAsync(Stage.Server.Origin + "/login/eid");
        await Journey.WaitUntilEverythingIsInPlaceAsync();
        var window = await Journey.OpenHostWindowAsync(CancellationToken);
        await Journey.WaitForPinFieldAsync();
        return window;
    }
}
