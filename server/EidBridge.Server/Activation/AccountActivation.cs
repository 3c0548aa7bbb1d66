using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using Microsoft.AspNetCore.Identity;

namespace EidBridge.Server.Activation;

/// <summary>What came of one try.</summary>
/// <param name="Outcome">What the account says.</param>
/// <param name="Code">The catalogue's word for it, or null when it is active now.</param>
/// <param name="TriesLeft">After a wrong code.</param>
internal sealed record ActivationResult(ActivationOutcome Outcome, string? Code = null, int TriesLeft = 0);

/// <summary>The last step: the code from the text message, and a password.</summary>
internal sealed partial class AccountActivation(
    AccountStore accounts, CodeDesk codes, IPasswordHasher<Account> hasher, TimeProvider clock, ILogger<AccountActivation> logger)
{
    /// <summary>A try that never came back: by then its request has long ended.</summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromMinutes(1);

    /// <summary>The try is counted, then compared, then the account decides. A wrong code leaves the password as it was.</summary>
    /// <param name="account">Of the person whose eID opened this session.</param>
    /// <param name="code">What was typed.</param>
    /// <param name="password">One that <see cref="PasswordRule"/> calls good.</param>
    /// <param name="cancellationToken">A try that is counted stays counted.</param>
    public async Task<ActivationResult> ActivateAsync(
        Account account, ActivationCode code, Password password, CancellationToken cancellationToken)
    {
        var attempt = await codes.ReserveAsync(account, CodePurpose.Activation, cancellationToken);
        var hash = attempt?.Matches(code) == true ? hasher.HashPassword(account, password.Text) : string.Empty;
        var now = clock.GetUtcNow();
        var outcome = await accounts.ChangeAsync(account.Id, a => a.Activate(code, attempt, hash, now), CancellationToken.None);

        Tried(outcome);
        return outcome switch
        {
            ActivationOutcome.Activated or ActivationOutcome.AlreadyActive => new ActivationResult(outcome),
            ActivationOutcome.WrongCode => new ActivationResult(outcome, ErrorCode.CodeWrong, attempt!.TriesLeft),
            ActivationOutcome.Locked => new ActivationResult(outcome, ErrorCode.AccountLocked),
            ActivationOutcome.NoTryLeft => await ExplainAsync(account.Id, cancellationToken),
        };
    }

    /// <summary>A fresh eID proof of the same person lifts the lock of wrong codes; a new code goes out and the count begins again.</summary>
    public async Task<UnlockOutcome> UnlockAsync(Account account, EidProof proof, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var outcome = await accounts.ChangeAsync(
            account.Id,
            a => a.State == AccountState.Locked ? a.UnlockByEid(proof.ProvedAt, now) : UnlockOutcome.NotLocked,
            cancellationToken);
        if (outcome == UnlockOutcome.Unlocked)
        {
            await codes.SendFreshAsync(account, CodePurpose.Activation, CancellationToken.None);
        }

        Unlocked(outcome);
        return outcome;
    }

    /// <summary>Nothing was compared. Why not, and whether five tries are gone without the lock that the fifth owed.</summary>
    private async Task<ActivationResult> ExplainAsync(Guid id, CancellationToken cancellationToken)
    {
        var row = await codes.FindAsync(id, CodePurpose.Activation, cancellationToken);
        var now = clock.GetUtcNow();
        var usedUp = row?.Attempts >= OneTimeCode.MaximumAttempts;
        var state = await accounts.ChangeAsync(
            id,
            account =>
            {
                if (usedUp && now - row!.LastAttemptAt > LostAfter && account.State == AccountState.AwaitingActivation)
                {
                    account.Lock(LockReason.CodeGuesses, now);
                }

                return account.State;
            },
            cancellationToken);
        if (state == AccountState.Active)
        {
            return new ActivationResult(ActivationOutcome.AlreadyActive);
        }

        return state == AccountState.Locked
            ? new ActivationResult(ActivationOutcome.Locked, ErrorCode.AccountLocked)
            : new ActivationResult(ActivationOutcome.NoTryLeft, usedUp ? ErrorCode.NoTryLeft : ErrorCode.CodeExpired);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A code for activation: {Outcome}")]
    private partial void Tried(ActivationOutcome outcome);

    [LoggerMessage(Level = LogLevel.Information, Message = "Unlocking by eID: {Outcome}")]
    private partial void Unlocked(UnlockOutcome outcome);
}
