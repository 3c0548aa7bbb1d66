namespace EidBridge.Verification.Revocation;

internal enum RevocationStatus
{
    Good,
    Revoked,

    /// <summary>certificateHold: a card that its holder reported missing, for instance.</summary>
    Suspended,

    /// <summary>The responder has never heard of the certificate.</summary>
    Unknown,
}

/// <param name="AskedAt">When the answer was had.</param>
/// <param name="FreshUntil">Until when it need not be asked again.</param>
/// <param name="SaidAt">When its source made it: an older word does not undo a newer one.</param>
/// <param name="IsStale">Whether it serves beyond that, because nobody can be asked.</param>
internal sealed record RevocationAnswer(RevocationStatus Status, DateTimeOffset AskedAt, DateTimeOffset FreshUntil, DateTimeOffset SaidAt, bool IsStale = false);
