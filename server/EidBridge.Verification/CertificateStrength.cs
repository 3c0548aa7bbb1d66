using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>Which keys and signatures a certificate of a path may have: RSA of 2048 bits or more, a NIST curve by its name, SHA-2.</summary>
internal static class CertificateStrength
{
    private const int WeakestRsaKey = 2048;

    // RFC 5480 section 2.1.1.1: the curve is its name; another curve of the same size is another curve.
    private static readonly HashSet<string> Curves = new(["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35"], StringComparer.Ordinal);

    // MD5 and SHA-1, with RSA and with ECDSA.
    private static readonly HashSet<string> OldSignatures = new(
        ["1.2.840.113549.1.1.4", "1.2.840.113549.1.1.5", "1.2.840.10045.4.1"], StringComparer.Ordinal);

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.CertificateInvalid"/>.</exception>
    public static void RequireSignature(X509Certificate2 certificate)
    {
        if (OldSignatures.Contains(certificate.SignatureAlgorithm.Value ?? string.Empty))
        {
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "signed with an old hash");
        }
    }

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.CertificateInvalid"/>.</exception>
    public static void RequireKey(X509Certificate2 certificate)
    {
        using var ec = certificate.GetECDsaPublicKey();
        using var rsa = certificate.GetRSAPublicKey();
        var isStrong = ec is not null ? IsNistCurve(ec) : rsa is { KeySize: >= WeakestRsaKey };
        if (!isStrong)
        {
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "weak key or unknown curve");
        }
    }

    private static bool IsNistCurve(ECDsa key)
    {
        var curve = key.ExportParameters(includePrivateParameters: false).Curve;
        return curve.IsNamed && Curves.Contains(curve.Oid.Value ?? string.Empty);
    }
}
