namespace EidBridge.Verification.Documents;

/// <summary>What a page got from <c>getSigningCertificate</c> and <c>sign</c>, beside what the site itself knows of the document.</summary>
public sealed class SignedDocument
{
    /// <summary>DER of the certificate that the person chose.</summary>
    public required ReadOnlyMemory<byte> Certificate { get; init; }

    /// <summary>Made by the site from its own copy of the document, never taken from the page.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>The function the site asked for: <c>SHA-224 SHA-256 SHA-384 SHA-512 SHA3-224 SHA3-256 SHA3-384 SHA3-512</c>.</summary>
    public required string HashFunction { get; init; }

    /// <summary>Raw r||s of the curve's width, or RSA PKCS#1 v1.5.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>What the answer says it was signed with; null checks nothing but the key.</summary>
    public SupportedSignatureAlgorithm? Algorithm { get; init; }

    /// <summary>DER of CAs that came along: candidates for a path and nothing more.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Issuers { get; init; } = [];

    /// <summary>Whom a token proved in this session; the signature must then be the same person's. Null takes any holder of a card.</summary>
    public VerifiedEid? ExpectedSigner { get; init; }

    /// <summary>Says nothing of the document.</summary>
    public override string ToString() => nameof(SignedDocument);
}
