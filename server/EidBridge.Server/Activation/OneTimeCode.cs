using EidBridge.Server.Accounts;

namespace EidBridge.Server.Activation;

internal enum CodePurpose
{
    /// <summary>By text message: activates the account. Five wrong ones lock it; a new code does not reset the count.</summary>
    Activation,

    /// <summary>By mail: confirms the address. Five wrong ones void the code.</summary>
    Email,
}

/// <summary>The last code sent to one account for one purpose. There is one row, so older codes do not work.</summary>
internal sealed class OneTimeCode
{
    public const int MaximumAttempts = 5;

    public Guid AccountId { get; init; }

    public CodePurpose Purpose { get; init; }

    public byte[] Hash { get; private set; } = [];

    /// <summary>Wrong and right ones, counted before they are compared.</summary>
    public int Attempts { get; private set; }

    /// <summary>Of the last counted try.</summary>
    public DateTimeOffset? LastAttemptAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset SentAt { get; private set; }

    /// <summary>Day of the last sending, in UTC, and how many went out on it.</summary>
    public DateOnly SentOn { get; private set; }

    public int SentThatDay { get; private set; }

    /// <summary>Counts all sendings; part of the salt and of the message's idempotency id.</summary>
    public int Sending { get; private set; }

    /// <summary>What the code is good for: this account and sending, and for mail this address.</summary>
    public static string SaltOf(Account account, CodePurpose purpose, int sending) =>
        FormattableString.Invariant($"{account.Id:N}:{purpose}:{sending}:{(purpose == CodePurpose.Email ? account.NormalizedEmail : null)}");

    public SendOutcome Judge(DateTimeOffset now, ActivationOptions options)
    {
        if (now - SentAt < options.ResendGap)
        {
            return SendOutcome.TooSoon;
        }

        return SentOn == DateOnly.FromDateTime(now.UtcDateTime) && SentThatDay >= options.SendingsPerDay
            ? SendOutcome.DayUsedUp
            : SendOutcome.Sent;
    }

    /// <summary>Counts the sending and takes the next salt; <see cref="Keep"/> follows.</summary>
    public void BeginSending(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        SentThatDay = SentOn == today ? SentThatDay + 1 : 1;
        SentOn = today;
        SentAt = now;
        Sending++;
    }

    public void Keep(byte[] hash, DateTimeOffset expiresAt) => (Hash, ExpiresAt) = (hash, expiresAt);

    /// <summary>After an unlock, and with every new code sent by mail.</summary>
    public void ResetAttempts() => Attempts = 0;
}
