using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using EidBridge.Server.Activation;
using EidBridge.Server.Tests.Journey;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Server.Tests.Activation;

[TestClass]
public sealed class ActivationTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
    private ServerHost _server = null!;
    private Guid _id;

    [TestInitialize]
    public async Task AccountAwaitsActivationAsync()
    {
        _server = ServerHost.OnNewFolder(_clock);
        _id = await _server.WithAsync<AccountStore, Guid>(async accounts =>
        {
            var account = await accounts.OpenAsync(ServerHost.An, default);
            await accounts.ChangeAsync(account.Id, BringToActivation, default);
            return account.Id;
        });
        await SendAsync(fresh: true);
    }

    [TestCleanup]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestMethod]
    [DataRow(0, DisplayName = "first try")]
    [DataRow(4, DisplayName = "fifth and last try")]
    public async Task RightCode_AfterWrongOnes_Activates(int wrong)
    {
        await TryWrongAsync(wrong);

        var result = await TryAsync(await _server.LastCodeAsync("sms"));

        var account = await FindAsync();
        Assert.AreEqual(ActivationOutcome.Activated, result.Outcome);
        Assert.AreEqual(AccountState.Active, account.State);
        Assert.AreEqual(PasswordVerificationResult.Success, await VerifyAsync(account));
    }

    [TestMethod]
    public async Task WrongCode_SaysTheTriesLeft_AndSetsNoPassword()
    {
        var left = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            left.Add((await TryAsync(await WrongAsync())).TriesLeft);
        }

        Assert.AreEqual("4 3 2 1", string.Join(' ', left));
        Assert.IsNull((await FindAsync()).PasswordHash);
    }

    [TestMethod]
    public async Task FifthWrongCode_Locks()
    {
        await TryWrongAsync(4);

        var result = await TryAsync(await WrongAsync());

        Assert.AreEqual(ErrorCode.AccountLocked, result.Code);
        Assert.AreEqual(LockReason.CodeGuesses, (await FindAsync()).LockReason);
    }

    [TestMethod]
    public async Task RightCode_AfterFiveWrongOnes_StaysLocked()
    {
        await TryWrongAsync(5);

        var result = await TryAsync(await _server.LastCodeAsync("sms"));

        Assert.AreEqual(ErrorCode.AccountLocked, result.Code);
        Assert.AreEqual(AccountState.Locked, (await FindAsync()).State);
    }

    [TestMethod]
    public async Task TwentyParallelGuesses_AreComparedFiveTimesAtMost()
    {
        var wrong = await WrongAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => TryAsync(wrong))));

        var row = await _server.WithAsync<CodeDesk, OneTimeCode?>(c => c.FindAsync(_id, CodePurpose.Activation, default));
        Assert.AreEqual(4, results.Count(r => r.Outcome == ActivationOutcome.WrongCode));
        Assert.AreEqual(16, results.Count(r => r.Outcome is ActivationOutcome.Locked or ActivationOutcome.NoTryLeft));
        Assert.AreEqual(5, row!.Attempts);
        Assert.AreEqual(AccountState.Locked, (await FindAsync()).State);
    }

    [TestMethod]
    [DataRow(-1, ActivationOutcome.Activated, DisplayName = "a millisecond before ten minutes")]
    [DataRow(0, ActivationOutcome.NoTryLeft, DisplayName = "at ten minutes")]
    public async Task Code_IsGoodForTenMinutes(int milliseconds, object expected)
    {
        var code = await _server.LastCodeAsync("sms");
        _clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromMilliseconds(milliseconds));

        var result = await TryAsync(code);

        Assert.AreEqual(expected, result.Outcome);
    }

    [TestMethod]
    public async Task ExpiredCode_CostsNoTry()
    {
        var code = await _server.LastCodeAsync("sms");
        _clock.Advance(TimeSpan.FromMinutes(10));

        var result = await TryAsync(code);

        var row = await _server.WithAsync<CodeDesk, OneTimeCode?>(c => c.FindAsync(_id, CodePurpose.Activation, default));
        Assert.AreEqual(ErrorCode.CodeExpired, result.Code);
        Assert.AreEqual(0, row!.Attempts);
    }

    [TestMethod]
    public async Task AfterResend_OnlyTheNewCodeWorks_AndTheCountGoesOn()
    {
        var old = await _server.LastCodeAsync("sms");
        await TryWrongAsync(2);
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.AreEqual(SendOutcome.Sent, await SendAsync(fresh: false));

        var withOld = await TryAsync(old);
        var withNew = await TryAsync(await _server.LastCodeAsync("sms"));

        Assert.AreEqual(ActivationOutcome.WrongCode, withOld.Outcome);
        Assert.AreEqual(2, withOld.TriesLeft);
        Assert.AreEqual(ActivationOutcome.Activated, withNew.Outcome);
    }

    [TestMethod]
    public async Task Resend_NeedsSixtySeconds_AndFiveADayIsAll()
    {
        var outcomes = new List<SendOutcome>();
        foreach (var seconds in new[] { 59, 1, 60, 60, 60, 60 })
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            outcomes.Add(await SendAsync(fresh: false));
        }

        _clock.Advance(TimeSpan.FromDays(1));
        outcomes.Add(await SendAsync(fresh: false));

        Assert.AreEqual("TooSoon Sent Sent Sent Sent DayUsedUp Sent", string.Join(' ', outcomes));
    }

    [TestMethod]
    public async Task FreshEidProof_UnlocksOnceADay_ThreeTimesInALife()
    {
        var outcomes = new List<UnlockOutcome>();
        foreach (var hours in new[] { 0, 23, 1, 24, 24 })
        {
            _clock.Advance(TimeSpan.FromHours(hours));
            if ((await FindAsync()).State != AccountState.Locked)
            {
                await SendAsync(fresh: false);
                await TryWrongAsync(5);
            }

            outcomes.Add(await UnlockAsync());
        }

        Assert.AreEqual("Unlocked TooSoon Unlocked Unlocked NoneLeft", string.Join(' ', outcomes));
    }

    [TestMethod]
    public async Task AfterUnlock_ANewCodeActivates()
    {
        await TryWrongAsync(5);
        await UnlockAsync();

        var result = await TryAsync(await _server.LastCodeAsync("sms"));

        Assert.AreEqual(ActivationOutcome.Activated, result.Outcome);
    }

    [TestMethod]
    public async Task ProofFromBeforeTheLock_DoesNotUnlock()
    {
        var before = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await TryWrongAsync(5);

        var outcome = await UnlockAsync(before);

        Assert.AreEqual(UnlockOutcome.ProofTooOld, outcome);
        Assert.AreEqual(AccountState.Locked, (await FindAsync()).State);
    }

    [TestMethod]
    public async Task FifthTryLostInACrash_LocksAtTheNextLook()
    {
        await TryWrongAsync(4);
        var account = await FindAsync();
        await _server.WithAsync<CodeDesk, CodeAttempt?>(c => c.ReserveAsync(account, CodePurpose.Activation, default));
        _clock.Advance(TimeSpan.FromMinutes(2));

        var result = await TryAsync(await _server.LastCodeAsync("sms"));

        Assert.AreEqual(ErrorCode.AccountLocked, result.Code);
        Assert.AreEqual(AccountState.Locked, (await FindAsync()).State);
    }

    internal static void BringToActivation(Account account)
    {
        account.Register(new AccountDetails { Kind = AccountKind.Doctor, Language = "en", Riziv = "19006951001" }, "an@example.org", "+32470123456");
        account.StartProvisioning(DateTimeOffset.UnixEpoch);
        account.ConfirmEmail("AN@EXAMPLE.ORG", DateTimeOffset.UnixEpoch);
        while (account.State == AccountState.Provisioning)
        {
            account.CompleteStep(account.Provisioning.Fence, DateTimeOffset.UnixEpoch);
        }
    }

    private async Task<Account> FindAsync() => (await _server.WithAsync<AccountStore, Account?>(a => a.FindAsync(_id, default)))!;

    private async Task<string> WrongAsync() => ServerHost.OtherThan(await _server.LastCodeAsync("sms"));

    private async Task TryWrongAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await TryAsync(await WrongAsync());
        }
    }

    private async Task<ActivationResult> TryAsync(string code)
    {
        var account = await FindAsync();
        return await _server.WithAsync<AccountActivation, ActivationResult>(
            a => a.ActivateAsync(account, ActivationCode.TryParse(code)!, new Password("dokter-2026-gent"), default));
    }

    private async Task<SendOutcome> SendAsync(bool fresh)
    {
        var account = await FindAsync();
        return await _server.WithAsync<CodeDesk, SendOutcome>(codes => fresh
            ? codes.SendFreshAsync(account, CodePurpose.Activation, default)
            : codes.ResendAsync(account, CodePurpose.Activation, default));
    }

    private async Task<UnlockOutcome> UnlockAsync(DateTimeOffset? provedAt = null)
    {
        var account = await FindAsync();
        return await _server.WithAsync<AccountActivation, UnlockOutcome>(a => a.UnlockAsync(account, ServerHost.An with { ProvedAt = provedAt ?? _clock.GetUtcNow() }, default));
    }

    private Task<PasswordVerificationResult> VerifyAsync(Account account) =>
        _server.WithAsync<IPasswordHasher<Account>, PasswordVerificationResult>(
            hasher => Task.FromResult(hasher.VerifyHashedPassword(account, account.PasswordHash!, "dokter-2026-gent")));
}
