using EidBridge.Server.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Activation;

internal enum SendOutcome
{
    Sent,

    /// <summary>The last one went out less than a minute ago.</summary>
    TooSoon,

    /// <summary>The day's number is used up.</summary>
    DayUsedUp,
}

/// <summary>Makes and sends codes, and counts the tries before anything is compared.</summary>
internal sealed class CodeDesk(
    AccountsContext context, CodeHasher hasher, CodeMessages messages, IOptions<ActivationOptions> options, TimeProvider clock)
{
    /// <summary>A new code, if the gap and the day allow one. The older one no longer works; the count of tries goes on.</summary>
    public Task<SendOutcome> ResendAsync(Account account, CodePurpose purpose, CancellationToken cancellationToken) =>
        SendAsync(account, purpose, throttled: true, resetAttempts: purpose == CodePurpose.Email, cancellationToken);

    /// <summary>The first code, or the one after an unlock: no gap to keep, and the count begins again.</summary>
    public Task<SendOutcome> SendFreshAsync(Account account, CodePurpose purpose, CancellationToken cancellationToken) =>
        SendAsync(account, purpose, throttled: false, resetAttempts: true, cancellationToken);

    /// <summary>
    /// One statement decides, so of any number of parallel tries over any number of servers at most five are compared. A crash
    /// after it costs a try and never gives one.
    /// </summary>
    /// <returns>The try, or null when none is left or the code has expired.</returns>
    public async Task<CodeAttempt?> ReserveAsync(Account account, CodePurpose purpose, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var word = purpose.ToString();
        var rows = await context.Database.SqlQuery<ReservedRow>($"""
            UPDATE "OneTimeCodes" SET "Attempts" = "Attempts" + 1, "LastAttemptAt" = {now}
            WHERE "AccountId" = {account.Id} AND "Purpose" = {word} AND "Attempts" < {OneTimeCode.MaximumAttempts} AND "ExpiresAt" > {now}
            RETURNING "Hash", "Attempts", "Sending"
            """).ToListAsync(cancellationToken);
        return rows is [var row]
            ? new CodeAttempt(hasher, OneTimeCode.SaltOf(account, purpose, row.Sending), row.Hash, row.Attempts)
            : null;
    }

    public Task<OneTimeCode?> FindAsync(Guid accountId, CodePurpose purpose, CancellationToken cancellationToken) =>
        context.Set<OneTimeCode>().AsNoTracking()
            .FirstOrDefaultAsync(c => c.AccountId == accountId && c.Purpose == purpose, cancellationToken);

    private async Task<SendOutcome> SendAsync(
        Account account, CodePurpose purpose, bool throttled, bool resetAttempts, CancellationToken cancellationToken)
    {
        context.ChangeTracker.Clear();
        var row = await context.Set<OneTimeCode>()
            .FirstOrDefaultAsync(c => c.AccountId == account.Id && c.Purpose == purpose, cancellationToken);
        var now = clock.GetUtcNow();
        if (throttled && row?.Judge(now, options.Value) is { } refusal and not SendOutcome.Sent)
        {
            return refusal;
        }

        row ??= context.Add(new OneTimeCode { AccountId = account.Id, Purpose = purpose }).Entity;
        var code = CodeHasher.Make();
        row.BeginSending(now);
        row.Keep(hasher.Hash(code, OneTimeCode.SaltOf(account, purpose, row.Sending)), now + LifetimeOf(purpose));
        if (resetAttempts)
        {
            row.ResetAttempts();
        }

        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another sending of the same moment won.
            context.ChangeTracker.Clear();
            return SendOutcome.TooSoon;
        }

        await messages.SendCodeAsync(account, purpose, row.Sending, code, cancellationToken);
        return SendOutcome.Sent;
    }

    private TimeSpan LifetimeOf(CodePurpose purpose) =>
        purpose == CodePurpose.Email ? options.Value.MailCodeLifetime : options.Value.CodeLifetime;

    private sealed record ReservedRow(byte[] Hash, int Attempts, int Sending);
}
