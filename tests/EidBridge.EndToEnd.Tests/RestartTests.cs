using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

[TestClass]
[DoNotParallelize]
public sealed class RestartTests : OnStage
{
    [TestMethod]
    [Timeout(180_000, CooperativeCancellation = true)]
    public async Task ServerKilledDuringProvisioning_GoesOnWhereItWas()
    {
        await SetAsync(new StageOptions { Provisioning = TimeSpan.FromSeconds(6) });
        await Journey.LogInWithCardAsync(CancellationToken);
        await Journey.ConfirmProfileAsync();
        await Journey.FillInFormAsync();
        await Journey.CreateAsync();
        await Journey.ConfirmEmailAsync();

        await Stage.Server.KillAsync();
        await Stage.Server.StartAgainAsync(CancellationToken);

        await Journey.WaitForActivationAsync();
        await Journey.FillInActivationAsync(await Journey.LastCodeAsync("sms"));
        await Journey.ActivateAsync();
        await Journey.Page.WaitForURLAsync("**/login**");
    }
}
