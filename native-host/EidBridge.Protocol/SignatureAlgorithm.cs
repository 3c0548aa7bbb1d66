using System.Security.Cryptography;

namespace EidBridge.Protocol;

/// <summary>The JWA names (RFC 7518 section 3.1) a token may carry, and what each stands for.</summary>
public static class SignatureAlgorithm
{
    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    public const string Es256 = "ES256";
    /// <summary>ECDSA on P-384 with SHA-384: applet 1.8.</summary>
    public const string Es384 = "ES384";
    /// <summary>ECDSA on P-521 with SHA-512.</summary>
    public const string Es512 = "ES512";
    /// <summary>RSA PKCS#1 v1.5 with SHA-256: applet 1.7.</summary>
    public const string Rs256 = "RS256";

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.AlgorithmUnsupported"/>: names are compared to the letter.</exception>
    public static HashAlgorithmName HashOf(string algorithm) => algorithm switch
    {
        Es256 or Rs256 => HashAlgorithmName.SHA256,
        Es384 => HashAlgorithmName.SHA384,
        Es512 => HashAlgorithmName.SHA512,
        _ => throw new EidBridgeException(ErrorCode.AlgorithmUnsupported),
    };

    /// <summary>The one algorithm for an elliptic-curve key of this size (256, 384 or 521 bits).</summary>
    public static string ForEllipticCurve(int keySizeInBits) => keySizeInBits switch
    {
        256 => Es256,
        384 => Es384,
        521 => Es512,
        _ => throw new EidBridgeException(ErrorCode.AlgorithmUnsupported),
    };
}
