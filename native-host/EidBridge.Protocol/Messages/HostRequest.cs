using EidBridge.Protocol.Identity;

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

/// <summary>A request for which a person puts in a card and agrees in the host's window.</summary>
/// <param name="Origin">The browser's own string. Not yet checked: the host's configuration decides.</param>
public abstract record CardRequest(string Origin, string? Lang) : HostRequest(Lang)
{
    /// <summary>How long the person has; null when the page names no limit.</summary>
    public TimeSpan? UserInteractionTimeout { get; init; }
}

/// <summary>Sign a site's challenge with the authentication key.</summary>
/// <param name="ChallengeNonce">44 to 128 characters, signed as text.</param>
public sealed record AuthenticateRequest(string ChallengeNonce, string Origin, string? Lang = null) : CardRequest(Origin, Lang)
{
    /// <summary>Whether the site wants the issuing CA with the token (format <c>web-eid:1.1</c>).</summary>
    public bool WantsIssuers { get; init; }
}

/// <summary>Tell which certificate the person will sign with: the first half of a signature.</summary>
public sealed record SigningCertificateRequest(string Origin, string? Lang = null) : CardRequest(Origin, Lang);

/// <summary>Sign the hash of a document with the non-repudiation key.</summary>
/// <param name="Certificate">DER of the certificate that <see cref="SigningCertificateRequest"/> gave: no other card may sign.</param>
/// <param name="HashFunction">A name of <see cref="Protocol.HashFunction"/>.</param>
/// <param name="Hash">Of that function's length.</param>
public sealed record SignRequest(byte[] Certificate, string HashFunction, byte[] Hash, string Origin, string? Lang = null)
    : CardRequest(Origin, Lang)
{
    /// <summary>What the site calls the document: 1 to 255 characters, shown to the person and not believed.</summary>
    public string? DocumentName { get; init; }
}

/// <summary>Read what stands on the card about its holder, after the person agreed. Proves nothing about who asks: it never authenticates.</summary>
/// <param name="Fields">Names of <see cref="IdentityField"/>.</param>
public sealed record IdentityRequest(IReadOnlyList<string> Fields, string Origin, string? Lang = null) : CardRequest(Origin, Lang)
{
    /// <summary>Whether the site wants the files as they are, with the register's signatures and certificate: everything on the card.</summary>
    public bool WantsFiles { get; init; }
}

/// <summary>Versions, readers and card presence: nothing personal.</summary>
public sealed record StatusRequest() : HostRequest(Lang: null);

/// <summary>Ends the host; its version was said before.</summary>
public sealed record QuitRequest() : HostRequest(Lang: null);
