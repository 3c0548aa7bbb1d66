using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace EidBridge.Verification;

/// <summary>The Belgian roots a login may rest on, pinned by the SHA-256 of their DER in <c>belgian-roots.json</c>. Two independent public copies agree on them.</summary>
public static class BelgianRoots
{
    /// <summary>Fingerprint in hexadecimal -> name.</summary>
    public static FrozenDictionary<string, string> Pins { get; } = Load();

    /// <summary>Whether the certificate is one of <see cref="Pins"/>, byte for byte.</summary>
    public static bool IsPinned(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Pins.ContainsKey(certificate.GetCertHashString(HashAlgorithmName.SHA256));
    }

    private static FrozenDictionary<string, string> Load()
    {
        using var stream = typeof(BelgianRoots).Assembly.GetManifestResourceStream("belgian-roots.json")
            ?? throw new InvalidOperationException("belgian-roots.json is not embedded");
        using var roots = JsonDocument.Parse(stream);
        return roots.RootElement.EnumerateArray().ToFrozenDictionary(
            root => root.GetProperty("sha256").GetString()!, root => root.GetProperty("name").GetString()!, StringComparer.Ordinal);
    }
}
