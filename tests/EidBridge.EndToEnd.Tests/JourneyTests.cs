using EidBridge.Demo;
using EidBridge.VirtualCard;

namespace EidBridge.EndToEnd.Tests;

[TestClass]
[DoNotParallelize]
public sealed class JourneyTests : OnStage
{
    [TestMethod]
    [DataRow(Applet.V18, 10)]
    [DataRow(Applet.V17, 12)]
    [Timeout(180_000, CooperativeCancellation = true)]
    public async Task Seed_FromLandingToLogin_EndsActiveAndLogsInBothWays(Applet applet, int commands)
    {
        await SetAsync(new StageOptions { Applet = applet });

        await Journey.OpenLandingAsync();
        await Journey.ChooseEidAsync();
        await Journey.WaitUntilEverythingIsInPlaceAsync();
        var window = await Journey.OpenHostWindowAsync(CancellationToken);
        await Journey.WaitForPinFieldAsync();
        await Journey.EnterPinAsync(window, Stage.Options.Pin, CancellationToken);
        await Journey.Page.WaitForURLAsync("**/login/profile");
        var atFirst = (await Stage.Card.CountAsync(CancellationToken)).Apdus;
        Assert.AreEqual(commands + CommandsForTheCa, atFirst, "the fewest commands the card allows, and its CA once");
        await Journey.ConfirmProfileAsync();
        await Journey.FillInFormAsync();
        await Journey.CreateAsync();
        await Journey.ConfirmEmailAsync();
        await Journey.WaitForActivationAsync();
        await Journey.FillInActivationAsync(await Journey.LastCodeAsync("sms"));
        await Journey.ActivateAsync();
        await Journey.Page.WaitForURLAsync("**/login**");
        await Journey.LogInWithPasswordAsync();
        await Journey.WaitForAccountAsync();
        await Journey.LogOutAsync();
        await Journey.LogInWithCardAsync(CancellationToken);
        Assert.AreEqual(commands, (await Stage.Card.CountAsync(CancellationToken)).Apdus - atFirst, "the fewest commands the card allows");
        await Journey.ConfirmProfileAsync();
        await Journey.WaitForAccountAsync();

        Assert.Contains("An Peeters", await Journey.Page.InnerTextAsync("main"));
    }
}
