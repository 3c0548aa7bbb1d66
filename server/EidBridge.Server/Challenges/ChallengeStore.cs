using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using EidBridge.Verification;
using Microsoft.EntityFrameworkCore;

namespace EidBridge.Server.Challenges;

/// <summary>Gives nonces to browsers and takes each back once, decided by one statement of the database.</summary>
internal sealed class ChallengeStore(AccountsContext context, TimeProvider clock)
{
    /// <summary>Tabs a person may have on the way at once; an older nonce makes room.</summary>
    private const int PerBrowser = 5;

    /// <summary>How long an expired nonce is remembered, to say "expired" instead of "unknown".</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private DbSet<Challenge> Challenges => context.Set<Challenge>();

    public async Task<string> GiveAsync(string browser, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var forgotten = now - Remembered;
        await Challenges.Where(c => c.ExpiresAt < forgotten).ExecuteDeleteAsync(cancellationToken);
        var kept = await Challenges.Where(c => c.Browser == browser)
            .OrderByDescending(c => c.ExpiresAt).Select(c => c.Nonce).Take(PerBrowser - 1).ToListAsync(cancellationToken);
        await Challenges.Where(c => c.Browser == browser && !kept.Contains(c.Nonce)).ExecuteDeleteAsync(cancellationToken);

        var nonce = ChallengeNonce.Create();
        Challenges.Add(new Challenge { Nonce = nonce, Browser = browser, ExpiresAt = now + ChallengeNonce.Lifetime });
        await context.SaveChangesAsync(cancellationToken);
        return nonce;
    }

    /// <returns>The nonces this browser may still use.</returns>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.NonceUnknown"/> or <see cref="ErrorCode.NonceExpired"/>.</exception>
    public async Task<IReadOnlyList<string>> FindAsync(string? browser, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var all = browser is null ? [] : await Challenges.AsNoTracking().Where(c => c.Browser == browser).ToListAsync(cancellationToken);
        var usable = all.Where(c => c.ExpiresAt > now).Select(c => c.Nonce).ToList();
        return usable.Count > 0
            ? usable
            : throw new EidBridgeException(all.Count > 0 ? ErrorCode.NonceExpired : ErrorCode.NonceUnknown);
    }

    /// <summary>Of any number of requests with the same nonce, one passes.</summary>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.NonceUnknown"/>: another request took it.</exception>
    public async Task TakeAsync(string browser, string nonce, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var taken = await Challenges.Where(c => c.Nonce == nonce && c.Browser == browser && c.ExpiresAt > now).ExecuteDeleteAsync(cancellationToken);
        if (taken != 1)
        {
            throw new EidBridgeException(ErrorCode.NonceUnknown);
        }
    }
}
