using Microsoft.EntityFrameworkCore;

namespace EidBridge.Server.Accounts;

/// <summary>Finds accounts and changes them, one whole change at a time.</summary>
internal sealed class AccountStore(AccountsContext context, NationalNumberVault vault, TimeProvider clock)
{
    private const int MaximumConflicts = 20;

    public Task<Account?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        context.Users.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, cancellationToken);

    public Task<Account?> FindBySubjectAsync(string subject, CancellationToken cancellationToken) =>
        context.Users.AsNoTracking().FirstOrDefaultAsync(a => a.Subject == subject, cancellationToken);

    public Task<Account?> FindByNationalNumberAsync(NationalNumber number, CancellationToken cancellationToken)
    {
        var hash = vault.Hash(number);
        return context.Users.AsNoTracking().FirstOrDefaultAsync(a => a.NationalNumberHash == hash, cancellationToken);
    }

    /// <summary>By the user name: only a confirmed address is one.</summary>
    public Task<Account?> FindByEmailAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = EmailAddress.Normalize(email);
        return context.Users.AsNoTracking()
            .FirstOrDefaultAsync(a => a.EmailConfirmed && a.NormalizedEmail == normalized, cancellationToken);
    }

    /// <returns>The one account of this person, made now if there was none, even when two requests come at once.</returns>
    public async Task<Account> OpenAsync(EidProof proof, CancellationToken cancellationToken)
    {
        if (await FindByNationalNumberAsync(proof.NationalNumber, cancellationToken) is { } known)
        {
            return known;
        }

        var account = Account.Open(proof, vault, clock.GetUtcNow());
        context.Users.Add(account);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return account;
        }
        catch (DbUpdateException)
        {
            // The unique index decided: another request made it first. If not, this was no such conflict.
            context.ChangeTracker.Clear();
            if (await FindByNationalNumberAsync(proof.NationalNumber, cancellationToken) is { } other)
            {
                return other;
            }

            throw;
        }
    }

    /// <summary>Loads, changes and saves; when another change came between, all of it again on what that one left.</summary>
    /// <param name="id">The account.</param>
    /// <param name="change">Calls the account's methods, nothing outside: it may run more than once.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What <paramref name="change"/> answered in the run that was saved.</returns>
    public async Task<T> ChangeAsync<T>(Guid id, Func<Account, T> change, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            context.ChangeTracker.Clear();
            var account = await context.Users.SingleAsync(a => a.Id == id, cancellationToken);
            var result = change(account);
            if (!context.ChangeTracker.HasChanges())
            {
                return result;
            }

            account.ConcurrencyStamp = RandomName.Make();
            try
            {
                await context.SaveChangesAsync(cancellationToken);
                return result;
            }
            catch (DbUpdateConcurrencyException) when (conflicts < MaximumConflicts)
            {
                // Somebody else's change is in: decide again on it.
            }
        }
    }

    public Task ChangeAsync(Guid id, Action<Account> change, CancellationToken cancellationToken) =>
        ChangeAsync(id, account => { change(account); return true; }, cancellationToken);
}
