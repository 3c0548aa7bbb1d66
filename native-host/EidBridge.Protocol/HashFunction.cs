using System.Formats.Asn1;
using System.Security.Cryptography;

namespace EidBridge.Protocol;

/// <summary>The hash functions of <c>sign</c>, by the names the Web eID protocol gives them.</summary>
public static class HashFunction
{
    /// <summary>Of the longest hash, in bytes.</summary>
    public const int MaxLength = 64;

    private const string NistHashes = "2.16.840.1.101.3.4.2.";

    // The last is the arc below NIST's hashes.
    private static readonly (string Name, string Platform, int Length, int Arc)[] Known =
    [
        ("SHA-224", "SHA224", 28, 4),
        ("SHA-256", "SHA256", 32, 1),
        ("SHA-384", "SHA384", 48, 2),
        ("SHA-512", "SHA512", 64, 3),
        ("SHA3-224", "SHA3-224", 28, 7),
        ("SHA3-256", "SHA3-256", 32, 8),
        ("SHA3-384", "SHA3-384", 48, 9),
        ("SHA3-512", "SHA3-512", 64, 10),
    ];

    /// <summary>In the order in which they are announced.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Select(function => function.Name)];

    /// <summary>For a message that says what would have been right.</summary>
    public static string Names => string.Join(' ', All);

    /// <param name="name">Compared to the letter.</param>
    /// <returns>The name .NET has for it (<c>SHA256</c>, <c>SHA3-256</c>), or null.</returns>
    public static HashAlgorithmName? Find(string name) =>
        Array.Find(Known, function => string.Equals(function.Name, name, StringComparison.Ordinal)) is { Platform: { } platform }
            ? new HashAlgorithmName(platform)
            : null;

    /// <returns>In bytes; 0 for an unknown name.</returns>
    public static int LengthOf(string name) => Array.Find(Known, function => string.Equals(function.Name, name, StringComparison.Ordinal)).Length;

    /// <summary>DigestInfo of RFC 8017 section 9.2, parameters NULL: what PKCS#1 v1.5 signs.</summary>
    /// <exception cref="ArgumentException">An unknown name, or a hash of another length.</exception>
    public static byte[] ToDigestInfo(string name, ReadOnlySpan<byte> hash)
    {
        var known = Array.Find(Known, function => string.Equals(function.Name, name, StringComparison.Ordinal));
        if (known.Length == 0 || known.Length != hash.Length)
        {
            throw new ArgumentException(FormattableString.Invariant($"{name} of {hash.Length} bytes"), nameof(hash));
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(FormattableString.Invariant($"{NistHashes}{known.Arc}"));
                writer.WriteNull();
            }

            writer.WriteOctetString(hash);
        }

        return writer.Encode();
    }
}
