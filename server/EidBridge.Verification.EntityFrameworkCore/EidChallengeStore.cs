using EidBridge.Protocol;
using EidBridge.Verification.Challenges;
using Microsoft.EntityFrameworkCore;

namespace EidBridge.Verification.EntityFrameworkCore;

/// <summary>Gives nonces to browser sessions and takes each back once, decided by one statement of the database.</summary>
internal sealed class EidChallengeStore<TContext>(TContext context, TimeProvider time) : IChallengeStore
    where TContext : DbContext
{
    /// <summary>Tabs a person may have on the way at once; an older nonce makes room.</summary>
    private const int PerSession = 5;

    /// <summary>How long an expired nonce is remembered, to say "expired" instead of "unknown".</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private DbSet<EidChallenge> Challenges => context.Set<EidChallenge>();

    /// <inheritdoc/>
    public async Task<string> GiveAsync(string session, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var forgotten = (now - Remembered).ToUnixTimeMilliseconds();
        await Challenges.Where(c => c.ExpiresAt < forgotten).ExecuteDeleteAsync(cancellationToken);
        var kept = await Challenges.Where(c => c.Browser == session)
            .OrderByDescending(c => c.ExpiresAt).Select(c => c.Nonce).Take(PerSession - 1).ToListAsync(cancellationToken);
        await Challenges.Where(c => c.Browser == session && !kept.Contains(c.Nonce)).ExecuteDeleteAsync(cancellationToken);

        var nonce = ChallengeNonce.Create();
        Challenges.Add(new EidChallenge { Nonce = nonce, Browser = session, ExpiresAt = (now + ChallengeNonce.Lifetime).ToUnixTimeMilliseconds() });
        await context.SaveChangesAsync(cancellationToken);
        return nonce;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindAsync(string? session, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var all = session is null ? [] : await Challenges.AsNoTracking().Where(c => c.Browser == session).ToListAsync(cancellationToken);
        var usable = all.Where(c => c.ExpiresAt > now).Select(c => c.Nonce).ToList();
        return usable.Count > 0
            ? usable
            : throw new EidBridgeException(all.Count > 0 ? ErrorCode.NonceExpired : ErrorCode.NonceUnknown);
    }

    /// <inheritdoc/>
    public async Task TakeAsync(string session, string nonce, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var taken = await Challenges.Where(c => c.Nonce == nonce && c.Browser == session && c.ExpiresAt > now).ExecuteDeleteAsync(cancellationToken);
        if (taken != 1)
        {
            throw new EidBridgeException(ErrorCode.NonceUnknown);
        }
    }
}
