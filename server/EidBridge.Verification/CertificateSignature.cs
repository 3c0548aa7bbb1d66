using System.Security.Cryptography;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>Signatures of CAs over certificates, answers and lists: RSA PKCS#1 v1.5 and ECDSA in DER, with SHA-2 only (RFC 4055, RFC 5758).</summary>
internal static class CertificateSignature
{
    private static readonly Dictionary<string, (bool IsRsa, HashAlgorithmName Hash)> Algorithms = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.11"] = (true, HashAlgorithmName.SHA256),
        ["1.2.840.113549.1.1.12"] = (true, HashAlgorithmName.SHA384),
        ["1.2.840.113549.1.1.13"] = (true, HashAlgorithmName.SHA512),
        ["1.2.840.10045.4.3.2"] = (false, HashAlgorithmName.SHA256),
        ["1.2.840.10045.4.3.3"] = (false, HashAlgorithmName.SHA384),
        ["1.2.840.10045.4.3.4"] = (false, HashAlgorithmName.SHA512),
    };

    /// <summary>MD5, SHA-1 and whatever else is not in the list.</summary>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.CertificateInvalid"/>.</exception>
    public static void RequireHash(CertificateFields certificate)
    {
        if (!Algorithms.ContainsKey(certificate.SignatureAlgorithm))
        {
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "signed with an old hash or an unknown algorithm");
        }
    }

    public static bool Verifies(CertificateFields certificate, VerificationKey key) =>
        Verifies(certificate.Signed, certificate.SignatureAlgorithm, certificate.Signature, key);

    public static bool Verifies(ReadOnlyMemory<byte> data, string algorithm, ReadOnlyMemory<byte> signature, VerificationKey key)
    {
        if (!Algorithms.TryGetValue(algorithm, out var known) || known.IsRsa != key.IsRsa)
        {
            return false;
        }

        try
        {
            return key.Verifies(data.Span, signature.Span, known.Hash, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            // Not the DER of a signature.
            return false;
        }
    }
}
