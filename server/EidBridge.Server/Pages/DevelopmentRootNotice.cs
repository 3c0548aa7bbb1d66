namespace EidBridge.Server.Pages;

/// <summary>Registered by whoever trusts a development root: every page's footer then names it.</summary>
/// <param name="Subject">The root's distinguished name.</param>
/// <param name="Sha256">Its fingerprint, in hexadecimal.</param>
internal sealed record DevelopmentRootNotice(string Subject, string Sha256);
