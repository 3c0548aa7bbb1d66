namespace EidBridge.Protocol.Messages;

/// <summary>What a browser asks of the host: one per process.</summary>
/// <param name="Lang">A BCP 47 tag for texts, or null.</param>
public abstract record HostRequest(string? Lang)
{
    /// <summary>Whether the browser wants progress frames before the answer.</summary>
    public bool WantsProgress { get; init; }

    /// <summary>The kind of request: what it holds is in no log.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>Sign a site's challenge with the authentication key.</summary>
/// <param name="ChallengeNonce">44 to 128 characters, signed as text.</param>
/// <param name="Origin">The browser's own string. Not yet checked: the host's configuration decides.</param>
public sealed record AuthenticateRequest(string ChallengeNonce, string Origin, string? Lang = null) : HostRequest(Lang)
{
    /// <summary>Whether the site wants the issuing CA with the token (format <c>web-eid:1.1</c>).</summary>
    public bool WantsIssuers { get; init; }

    /// <summary>How long the person has; null when the page names no limit.</summary>
    public TimeSpan? UserInteractionTimeout { get; init; }
}

/// <summary>Versions, readers and card presence: nothing personal.</summary>
public sealed record StatusRequest() : HostRequest(Lang: null);

/// <summary>Ends the host; its version was said before.</summary>
public sealed record QuitRequest() : HostRequest(Lang: null);
