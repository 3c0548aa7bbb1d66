using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EidBridge.Verification;

/// <summary>The Belgian roots a login may rest on, pinned by the SHA-256 of their DER. Two independent public copies agree on them.</summary>
public static class BelgianRoots
{
    /// <summary>Fingerprint in hexadecimal -> name.</summary>
    public static FrozenDictionary<string, string> Pins { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["A8D14E945E3E5156BCAE5E39737CF6A1B1F51028BBBF982F50CE5F4C05568B4D"] = "Belgium Root CA3",
        ["C3FBF37259AF0954EEEA4282DD1C7226A54E7150F7C29A2C495BA34DBFE09CA0"] = "Belgium Root CA4",
        ["702DD5C1A093CF0A9D71FADD9BF9A7C5857D89FB73B716E867228B3C2BEB968F"] = "Belgium Root CA4 (reissued)",
        ["9C872BC979A7C09A58D4A274C199E5CB16CFA9B9618D98BC9A9988E984B8495C"] = "Belgium Root CA6",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the certificate is one of <see cref="Pins"/>, byte for byte.</summary>
    public static bool IsPinned(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Pins.ContainsKey(certificate.GetCertHashString(HashAlgorithmName.SHA256));
    }
}
