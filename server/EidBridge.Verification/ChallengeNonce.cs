using System.Security.Cryptography;

namespace EidBridge.Verification;

/// <summary>The random text a card signs once.</summary>
public static class ChallengeNonce
{
    /// <summary>Random bytes in a nonce.</summary>
    public const int Bytes = 32;

    /// <summary>The person has 240 s at most; this leaves room around it.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(6);

    /// <returns>Base64 of 32 random bytes: 44 characters.</returns>
    public static string Create() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));
}
