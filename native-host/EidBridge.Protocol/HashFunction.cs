using System.Security.Cryptography;

namespace EidBridge.Protocol;

/// <summary>The hash functions of <c>sign</c>, by the names the Web eID protocol gives them.</summary>
public static class HashFunction
{
    /// <summary>Of the longest hash, in bytes.</summary>
    public const int MaxLength = 64;

    private static readonly (string Name, string Platform, int Length)[] Known =
    [
        ("SHA-224", "SHA224", 28),
        ("SHA-256", "SHA256", 32),
        ("SHA-384", "SHA384", 48),
        ("SHA-512", "SHA512", 64),
        ("SHA3-224", "SHA3-224", 28),
        ("SHA3-256", "SHA3-256", 32),
        ("SHA3-384", "SHA3-384", 48),
        ("SHA3-512", "SHA3-512", 64),
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
}
