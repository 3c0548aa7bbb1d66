namespace EidBridge.Verification.EntityFrameworkCore;

/// <summary>A nonce that one browser session was given and has not used.</summary>
internal sealed class EidChallenge
{
    public const int MaxText = 64;

    public required string Nonce { get; init; }

    /// <summary>What tells the session apart; <c>AddEid</c> gives the SHA-256 of a cookie, so who reads the database cannot speak for the browser.</summary>
    public required string Browser { get; init; }

    /// <summary>Milliseconds since 1970: every provider compares and sorts them alike.</summary>
    public required long ExpiresAt { get; init; }
}
