using EidBridge.Server.Accounts;
using EidBridge.Server.Provisioning;
using EidBridge.Server.Tests.Journey;
using Microsoft.EntityFrameworkCore;

namespace EidBridge.Server.Tests.Provisioning;

[TestClass]
public sealed class ProvisioningTests
{
    [TestMethod]
    public async Task ServerStoppedInTheMiddle_FinishesAfterTheRestart_WithEveryEffectOnce()
    {
        await using var before = ServerHost.OnNewFolder(provisioning: TimeSpan.FromSeconds(3));
        using (var browser = await before.OpenBrowserAsync(ServerHost.An))
        {
            await browser.SubmitAsync("/register", JourneyTests.DoctorForm);
            var code = await before.LastCodeAsync("mail");
            await browser.SubmitAsync("/register/progress", new Dictionary<string, string>(StringComparer.Ordinal) { ["mail-code"] = code });
            await browser.ReadEventsUntilAsync("/register/progress/events", "\"create\":\"now\"");
        }

        await before.DisposeAsync();
        await using var after = new ServerHost(before.Folder, provisioning: TimeSpan.FromSeconds(3));
        using var later = await after.OpenBrowserAsync(ServerHost.An);
        await later.ReadEventsUntilAsync("/register/progress/events", "\"next\":\"/activate\"");

        using var client = after.CreateClient();
        var outbox = await client.GetStringAsync(new Uri("/development/outbox.json", UriKind.Relative));
        var users = await after.WithAsync<AccountsContext, int>(c => c.Set<DevelopmentTargetUser>().CountAsync());
        Assert.HasCount(1 + 1, outbox.Split("\"kind\":\"sms\""));
        Assert.AreEqual(1, users);
    }

    [TestMethod]
    public void WorkerThatLostItsStep_ChangesNothing()
    {
        var account = Started();
        var first = account.ClaimStep(At(0), TimeSpan.FromSeconds(30))!.Value;
        var second = account.ClaimStep(At(30), TimeSpan.FromSeconds(30))!.Value;

        var late = account.CompleteStep(first, At(31));
        var inTime = account.CompleteStep(second, At(31));

        Assert.IsFalse(late);
        Assert.IsTrue(inTime);
        Assert.AreEqual(ProvisioningStep.AwaitUser, account.Provisioning.Step);
    }

    [TestMethod]
    [DataRow(29, false)]
    [DataRow(30, true)]
    public void ClaimedStep_IsFreeAgain_WhenItsLeaseEnds(int seconds, bool free)
    {
        var account = Started();
        account.ClaimStep(At(0), TimeSpan.FromSeconds(30));

        var claim = account.ClaimStep(At(seconds), TimeSpan.FromSeconds(30));

        Assert.AreEqual(free, claim is not null);
    }

    [TestMethod]
    public void FailedProvisioning_IsTriedAgain_AtTheStepThatFailed()
    {
        var account = Started();
        account.CompleteStep(account.ClaimStep(At(0), TimeSpan.FromSeconds(30))!.Value, At(1));
        account.FailProvisioning(account.ClaimStep(At(1), TimeSpan.FromSeconds(30))!.Value);
        var failed = account.State;

        account.RetryProvisioning(At(60));

        Assert.AreEqual(AccountState.ProvisioningFailed, failed);
        Assert.AreEqual(AccountState.Provisioning, account.State);
        Assert.AreEqual(ProvisioningStep.AwaitUser, account.Provisioning.Step);
        Assert.AreEqual(At(60), account.Provisioning.DueAt);
    }

    [TestMethod]
    public void LockedAccount_ComesBackToWhereItWas()
    {
        var account = Started();
        account.Lock(LockReason.CodeGuesses, At(5));

        var outcome = account.UnlockByEid(At(10), At(10));

        Assert.AreEqual(UnlockOutcome.Unlocked, outcome);
        Assert.AreEqual(AccountState.Provisioning, account.State);
    }

    [TestMethod]
    public void LockOfTheServiceDesk_IsNotLiftedByEid()
    {
        var account = Started();
        account.Lock(LockReason.ServiceDesk, At(5));

        Assert.AreEqual(UnlockOutcome.NotByEid, account.UnlockByEid(At(10), At(10)));
        Assert.AreEqual(AccountState.Locked, account.State);
    }

    [TestMethod]
    public void WrongArrow_Throws()
    {
        var account = Started();

        Assert.ThrowsExactly<InvalidOperationException>(() => account.StartProvisioning(At(1)));
        Assert.ThrowsExactly<InvalidOperationException>(() => account.RetryProvisioning(At(1)));
    }

    private static DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);

    private static Account Started()
    {
        var account = new Account();
        account.Register(new AccountDetails(), "an@example.org", "+32470123456");
        account.StartProvisioning(At(0));
        return account;
    }
}
