using EidBridge.Server.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EidBridge.Server.Login;

/// <summary>
/// Checks an e-mail and a password. Whether the address is unknown, the account not active, locked out or the password wrong:
/// one hash is computed and one answer is given. A try is counted before it is compared, in one statement, so that of any number
/// of guesses at once five are compared.
/// </summary>
internal sealed class PasswordLogin(AccountsContext context, AccountStore accounts, IPasswordHasher<Account> hasher, TimeProvider clock)
{
    private const int Tries = 5;
    private static readonly TimeSpan LockedOutFor = TimeSpan.FromMinutes(5);
    private static readonly Account Nobody = new();
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(Nobody, "nobody has this password");

    /// <returns>The account, or null.</returns>
    public async Task<Account?> CheckAsync(string email, string password, CancellationToken cancellationToken)
    {
        var found = await accounts.FindByEmailAsync(email, cancellationToken);
        var account = found is { State: AccountState.Active, PasswordHash: not null } && await ReserveAsync(found.Id, cancellationToken) ? found : null;
        var verdict = hasher.VerifyHashedPassword(account ?? Nobody, account?.PasswordHash ?? NobodysHash, password);
        if (account is null || verdict == PasswordVerificationResult.Failed)
        {
            return null;
        }

        await ForgetTriesAsync(account.Id, cancellationToken);
        if (verdict == PasswordVerificationResult.SuccessRehashNeeded)
        {
            var hash = hasher.HashPassword(account, password);
            await accounts.ChangeAsync(account.Id, known => known.Rehash(account.PasswordHash!, hash), cancellationToken);
        }

        return account;
    }

    // The fifth try locks out until its answer is known to be right; then the count begins again.
    private async Task<bool> ReserveAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? until = now + LockedOutFor;
        return await context.Users
            .Where(a => a.Id == id && (a.LockoutEnd == null || a.LockoutEnd <= now))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(a => a.LockoutEnd, a => a.AccessFailedCount + 1 >= Tries ? until : null)
                    .SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1 >= Tries ? 0 : a.AccessFailedCount + 1),
                cancellationToken) == 1;
    }

    private Task<int> ForgetTriesAsync(Guid id, CancellationToken cancellationToken) => context.Users
        .Where(a => a.Id == id)
        .ExecuteUpdateAsync(
            set => set.SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null).SetProperty(a => a.AccessFailedCount, 0),
            cancellationToken);
}
