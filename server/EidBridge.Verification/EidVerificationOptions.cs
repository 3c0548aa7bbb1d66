using System.Security.Cryptography.X509Certificates;

namespace EidBridge.Verification;

/// <summary>Whom a verifier believes, and for which site.</summary>
public sealed class EidVerificationOptions
{
    private const int MostKeys = 100_000;

    /// <summary>For example <c>https://portal.example</c>; checked by <see cref="SiteOrigin.Validate"/>.</summary>
    public required string Origin { get; init; }

    /// <summary>Self-signed roots. Nothing else is trusted, whatever the system trusts.</summary>
    public required IReadOnlyCollection<X509Certificate2> TrustAnchors { get; init; }

    /// <summary>Issuing CAs, as candidates for a path only: the card sends its own certificate alone.</summary>
    public IReadOnlyCollection<X509Certificate2> IssuingCertificates { get; init; } = [];

    /// <summary>Certificate policies a login may rest on.</summary>
    public IReadOnlySet<string> Policies { get; init; } = BelgianPolicies.Authentication;

    /// <summary>Cards whose public keys are kept at the ready, some 5 kB each; a login checks every signature all the same. 0 keeps none; 100,000 at most.</summary>
    public int RememberedKeys { get; init; } = 1000;

    /// <returns>What is wrong with a number of keys, naming the option; null when nothing is.</returns>
    internal static string? FindFaultOfRememberedKeys(int number) =>
        number is >= 0 and <= MostKeys ? null : FormattableString.Invariant($"{nameof(RememberedKeys)} must not be negative, and {MostKeys} at most");
}
