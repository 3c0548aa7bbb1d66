using EidBridge.Protocol.Identity;

namespace EidBridge.Protocol.Messages;

/// <summary>What the host says after its version: any number of <see cref="ProgressReply"/>, then one of the others.</summary>
public abstract record HostReply;

/// <summary>An authentication token: <c>web-eid:1.1</c> when it brings issuing CAs, else <c>web-eid:1.0</c>.</summary>
/// <param name="UnverifiedCertificate">DER of the authentication certificate.</param>
/// <param name="Algorithm">A JWA name of <see cref="SignatureAlgorithm"/>.</param>
/// <param name="Signature">Raw r||s or RSA PKCS#1 v1.5.</param>
/// <param name="AppVersion">An address that names the program and its version.</param>
public sealed record TokenReply(byte[] UnverifiedCertificate, string Algorithm, byte[] Signature, string AppVersion) : HostReply
{
    /// <summary>A token with the certificate alone.</summary>
    public const string Plain = "web-eid:1.0";
    /// <summary>A token that brings issuing CAs.</summary>
    public const string WithIssuers = "web-eid:1.1";

    /// <summary>DER of issuing CAs: candidates for the verifier's path.</summary>
    public IReadOnlyList<byte[]> Issuers { get; init; } = [];

    /// <summary>One of the two above.</summary>
    public string Format => Issuers.Count > 0 ? WithIssuers : Plain;

    /// <summary>The certificate is in no log.</summary>
    public override string ToString() => nameof(TokenReply);
}

/// <summary>The certificate the person will sign with.</summary>
/// <param name="Certificate">DER of the non-repudiation certificate.</param>
/// <param name="Algorithms">What its key can do.</param>
public sealed record CertificateReply(byte[] Certificate, IReadOnlyList<SupportedAlgorithm> Algorithms) : HostReply
{
    /// <summary>The certificate is in no log.</summary>
    public override string ToString() => nameof(CertificateReply);
}

/// <param name="Signature">Raw r||s or RSA PKCS#1 v1.5.</param>
public sealed record SignatureReply(byte[] Signature, SupportedAlgorithm Algorithm) : HostReply
{
    /// <summary>The signature is in no log.</summary>
    public override string ToString() => nameof(SignatureReply);
}

/// <summary>What the card says of its holder. It can be copied: it authenticates nobody.</summary>
/// <param name="Fields">Names of <see cref="IdentityField"/> that are texts, in the order asked for; what the card does not tell is left out.</param>
/// <param name="Address">Where it was asked for.</param>
/// <param name="Photo">JPEG, where it was asked for.</param>
/// <param name="Files">Where they were asked for.</param>
public sealed record IdentityReply(
    IReadOnlyList<KeyValuePair<string, string>> Fields, CardAddress? Address, byte[]? Photo, IdentityFiles? Files) : HostReply
{
    /// <summary>Personal: in no log.</summary>
    public override string ToString() => nameof(IdentityReply);
}

/// <summary>Files of the card as they are, padding included: what a server needs to verify the register's signatures.</summary>
/// <param name="RegisterCertificate">DER of the National Register's certificate.</param>
public sealed record IdentityFiles(
    byte[] Identity, byte[] IdentitySignature, byte[] Address, byte[] AddressSignature, byte[] Photo, byte[] RegisterCertificate)
{
    /// <summary>SubjectPublicKeyInfo of the chip's own key (file 4040 of applet 1.8), where somebody has read it; the host does not.</summary>
    public byte[]? BasicKey { get; init; }

    /// <summary>The files are in no log.</summary>
    public override string ToString() => nameof(IdentityFiles);
}

/// <summary>One way to sign, in the words of the Web eID protocol.</summary>
/// <param name="Crypto"><c>ECC</c> or <c>RSA</c>.</param>
/// <param name="Hash">A name of <see cref="HashFunction"/>.</param>
/// <param name="Padding"><c>NONE</c> for ECC, <c>PKCS1.5</c> for RSA.</param>
public sealed record SupportedAlgorithm(string Crypto, string Hash, string Padding)
{
    /// <param name="isRsa">Else an elliptic-curve key.</param>
    public static SupportedAlgorithm For(bool isRsa, string hash) => isRsa ? new("RSA", hash, "PKCS1.5") : new("ECC", hash, "NONE");
}

/// <param name="Version">As in the first frame.</param>
/// <param name="ReadersWithCard">One entry for each reader: whether it holds a card. No names: they tell one computer from another.</param>
public sealed record StatusReply(string Version, IReadOnlyList<bool> ReadersWithCard) : HostReply;

/// <summary>The answer to <see cref="QuitRequest"/>: an empty object.</summary>
public sealed record QuitReply : HostReply;

/// <param name="State"><c>waiting-for-reader waiting-for-card reading-card waiting-for-pin waiting-for-consent signing stopped</c>; there may be more one day.</param>
/// <param name="TriesLeft">With <c>waiting-for-pin</c>, after a wrong PIN.</param>
public sealed record ProgressReply(string State, int? TriesLeft = null) : HostReply;

/// <param name="Code">One of <see cref="ErrorCode"/>.</param>
/// <param name="Message">For the person, in the language asked for.</param>
/// <param name="TriesLeft">Where the failure is about the PIN.</param>
public sealed record FailureReply(string Code, string Message, int? TriesLeft = null) : HostReply
{
    /// <param name="failure">What went wrong.</param>
    /// <param name="lang">A BCP 47 tag, or null for English.</param>
    public static FailureReply From(EidBridgeException failure, string? lang)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var text = ErrorCatalogue.TextFor(failure.Code, lang);

        // Only a developer can cause this one, and it is the developer who must know which field it was.
        var message = failure is { Code: ErrorCode.InvalidRequest, Detail: { } detail } ? $"{text} ({detail})" : text;
        return new FailureReply(failure.Code, message, failure.TriesLeft);
    }
}
