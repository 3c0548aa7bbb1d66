using EidBridge.Server.Accounts;
using Microsoft.AspNetCore.Identity;

namespace EidBridge.Server.Login;

/// <summary>
/// Checks an e-mail and a password. Whether the address is unknown, the account not active, locked out or the password wrong:
/// one hash is computed and one answer is given.
/// </summary>
internal sealed class PasswordLogin(AccountStore accounts, UserManager<Account> users, IPasswordHasher<Account> hasher)
{
    private static readonly Account Nobody = new();
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(Nobody, "nobody has this password");

    /// <returns>The account, or null.</returns>
    public async Task<Account?> CheckAsync(string email, string password, CancellationToken cancellationToken)
    {
        var found = await accounts.FindByEmailAsync(email, cancellationToken);
        var usable = found is { State: AccountState.Active, PasswordHash: not null };
        var verdict = hasher.VerifyHashedPassword(usable ? found! : Nobody, usable ? found!.PasswordHash! : NobodysHash, password);
        if (!usable || await users.FindByIdAsync(found!.Id.ToString()) is not { } account || await users.IsLockedOutAsync(account))
        {
            return null;
        }

        if (verdict == PasswordVerificationResult.Failed)
        {
            await users.AccessFailedAsync(account);
            return null;
        }

        await users.ResetAccessFailedCountAsync(account);
        return account;
    }
}
