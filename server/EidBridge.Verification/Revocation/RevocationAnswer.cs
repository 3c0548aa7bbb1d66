namespace EidBridge.Verification.Revocation;

internal enum RevocationStatus
{
    Good,

    /// <summary>For good: a reason was said, and it is none that passes.</summary>
    Revoked,

    /// <summary>RFC 6960 section 2.2: the reason may be left out, and a suspension is then not told apart.</summary>
    RevokedWithoutReason,

    /// <summary>certificateHold: a card that its holder reported missing, for instance.</summary>
    Suspended,

    /// <summary>The responder has never heard of the certificate.</summary>
    Unknown,
}

/// <param name="AskedAt">When the answer was had.</param>
/// <param name="FreshUntil">Until when it need not be asked again.</param>
/// <param name="SaidAt">When its source made it: a good word does not undo a bad one that is newer.</param>
internal sealed record RevocationAnswer(RevocationStatus Status, DateTimeOffset AskedAt, DateTimeOffset FreshUntil, DateTimeOffset SaidAt);
