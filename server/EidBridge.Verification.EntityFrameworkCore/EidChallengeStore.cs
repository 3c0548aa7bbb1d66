using EidBridge.Protocol;
using EidBridge.Verification.Challenges;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EidBridge.Verification.EntityFrameworkCore;

/// <summary>
/// Gives nonces to browser sessions and takes each back once, decided by one statement of the database. Over contexts of its own: the request's would save what the site
/// has half made, and a rollback of the site would give a taken nonce back.
/// </summary>
internal sealed class EidChallengeStore<TContext>(IServiceScopeFactory scopes, TimeProvider time) : IChallengeStore
    where TContext : DbContext
{
    /// <summary>Tabs a person may have on the way at once; an older nonce makes room.</summary>
    private const int PerSession = 5;

    /// <summary>How long an expired nonce is remembered, to say "expired" instead of "unknown".</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public async Task<string> GiveAsync(string session, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = ContextOf(scope);
        var challenges = context.Set<EidChallenge>();
        var now = time.GetUtcNow();
        var forgotten = (now - Remembered).ToUnixTimeMilliseconds();
        await challenges.Where(c => c.ExpiresAt < forgotten).ExecuteDeleteAsync(cancellationToken);
        var nonce = ChallengeNonce.Create();
        challenges.Add(new EidChallenge { Nonce = nonce, Browser = session, ExpiresAt = (now + ChallengeNonce.Lifetime).ToUnixTimeMilliseconds() });
        await context.SaveChangesAsync(cancellationToken);

        // Given first, and only what is older than the fifth goes: of any number of requests at once, none takes away what another has just given.
        if (await NewestOf(session, context).Skip(PerSession - 1).FirstOrDefaultAsync(cancellationToken) is { } last)
        {
#pragma warning disable CA1309 // The database compares, by the order it sorted by.
            await challenges.Where(c => c.Browser == session
                    && (c.ExpiresAt < last.ExpiresAt || (c.ExpiresAt == last.ExpiresAt && string.Compare(c.Nonce, last.Nonce) < 0)))
                .ExecuteDeleteAsync(cancellationToken);
#pragma warning restore CA1309
        }

        return nonce;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindAsync(string? session, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var all = session is null ? [] : await NewestOf(session, ContextOf(scope)).Take(PerSession).ToListAsync(cancellationToken);
        var usable = all.Where(c => c.ExpiresAt > now).Select(c => c.Nonce).ToList();
        return usable.Count > 0
            ? usable
            : throw new EidBridgeException(all.Count > 0 ? ErrorCode.NonceExpired : ErrorCode.NonceUnknown);
    }

    /// <inheritdoc/>
    public async Task TakeAsync(string session, string nonce, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var taken = await ContextOf(scope).Set<EidChallenge>().Where(c => c.Nonce == nonce && c.Browser == session && c.ExpiresAt > now).ExecuteDeleteAsync(cancellationToken);
        if (taken != 1)
        {
            throw new EidBridgeException(ErrorCode.NonceUnknown);
        }
    }

    private static TContext ContextOf(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<TContext>();

    private static IQueryable<EidChallenge> NewestOf(string session, TContext context) =>
        context.Set<EidChallenge>().AsNoTracking().Where(c => c.Browser == session).OrderByDescending(c => c.ExpiresAt).ThenByDescending(c => c.Nonce);
}
