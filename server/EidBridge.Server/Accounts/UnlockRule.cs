namespace EidBridge.Server.Accounts;

internal enum UnlockOutcome
{
    Unlocked,

    NotLocked,

    /// <summary>The card was used before the lock: that is the session in which the codes were guessed.</summary>
    ProofTooOld,

    /// <summary>The last unlock was less than 24 hours ago.</summary>
    TooSoon,

    /// <summary>Three in an account's life are used up: the service desk.</summary>
    NoneLeft,

    /// <summary>Locked by people: the service desk.</summary>
    NotByEid,
}

/// <summary>When a fresh eID proof lifts a lock: only the lock of wrong codes, once in 24 hours, three times in the account's life.</summary>
internal static class UnlockRule
{
    public const int PerLife = 3;

    public static readonly TimeSpan Gap = TimeSpan.FromHours(24);

    /// <summary>Proofs are kept in whole seconds, so the second of the lock counts as after it.</summary>
    public static bool IsFresh(DateTimeOffset provedAt, DateTimeOffset lockedAt) =>
        provedAt.ToUnixTimeSeconds() >= lockedAt.ToUnixTimeSeconds();

    public static UnlockOutcome Judge(LockReason? reason, int used, DateTimeOffset? last, DateTimeOffset now)
    {
        if (reason != LockReason.CodeGuesses)
        {
            return UnlockOutcome.NotByEid;
        }

        if (used >= PerLife)
        {
            return UnlockOutcome.NoneLeft;
        }

        return last is { } at && now - at < Gap ? UnlockOutcome.TooSoon : UnlockOutcome.Unlocked;
    }
}
