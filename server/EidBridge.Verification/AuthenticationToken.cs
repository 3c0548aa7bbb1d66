using System.Formats.Asn1;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>A token of format <c>web-eid:1.0</c>, or of <c>web-eid:1.1</c>, read to the letter. Nothing in it is believed yet.</summary>
internal sealed record AuthenticationToken
{
    public const string Format = "web-eid:1.0";
    public const string FormatWithLists = "web-eid:1.1";

    /// <summary>DER, exactly one value.</summary>
    public required byte[] Certificate { get; init; }

    public required string Algorithm { get; init; }

    public required byte[] Signature { get; init; }

    /// <summary>Each DER, exactly one value; candidates for a path and nothing more. Empty in 1.0.</summary>
    public required IReadOnlyList<byte[]> Issuers { get; init; }

    /// <summary>Empty in 1.0.</summary>
    public required IReadOnlyList<DeclaredSigningCertificate> SigningCertificates { get; init; }

    /// <exception cref="EidBridgeException">Token, format or algorithm refused.</exception>
    public static AuthenticationToken Parse(ReadOnlySpan<byte> json)
    {
        var token = AuthenticationTokenReader.Read(json);
        RequireOneValue(token.Certificate);
        foreach (var certificate in token.Issuers)
        {
            RequireOneValue(certificate);
        }

        foreach (var signing in token.SigningCertificates)
        {
            RequireOneValue(signing.Certificate);
            foreach (var certificate in signing.Issuers)
            {
                RequireOneValue(certificate);
            }
        }

        return token;
    }

    private static void RequireOneValue(byte[] der)
    {
        try
        {
            AsnDecoder.ReadEncodedValue(der, AsnEncodingRules.DER, out _, out _, out var consumed);
            if (consumed != der.Length)
            {
                throw new EidBridgeException(ErrorCode.CertificateInvalid, "bytes after the certificate");
            }
        }
        catch (AsnContentException e)
        {
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "no DER", e);
        }
    }
}

/// <summary>A certificate that a token of format 1.1 says the holder signs documents with.</summary>
/// <param name="Certificate">DER.</param>
/// <param name="Algorithms">What the card is said to sign with; at least one.</param>
/// <param name="Issuers">DER; candidates for its path.</param>
internal sealed record DeclaredSigningCertificate(byte[] Certificate, IReadOnlyList<SupportedSignatureAlgorithm> Algorithms, IReadOnlyList<byte[]> Issuers);
