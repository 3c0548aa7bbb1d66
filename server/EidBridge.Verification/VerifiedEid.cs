namespace EidBridge.Verification;

/// <summary>Who a token proves, as the certificate says it. Only this library makes one and completes it, and no site can change it: what takes one relies on that.</summary>
public sealed class VerifiedEid
{
    internal VerifiedEid()
    {
    }

    /// <summary>11 digits.</summary>
    public required string NationalNumber { get; init; }

    /// <summary>As the certificate writes them, with spaces between them; empty for persons who have none.</summary>
    public required string GivenNames { get; init; }

    /// <summary>As the certificate writes it.</summary>
    public required string Surname { get; init; }

    /// <summary>ISO 3166 alpha-2 of the subject.</summary>
    public required string Country { get; init; }

    /// <summary>Whether the policy of the certificate is one of foreigners' cards.</summary>
    public required bool IsForeigner { get; init; }

    /// <summary>When the certificate ends.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>SHA-256 of the certificate in hexadecimal.</summary>
    public required string CertificateFingerprint { get; init; }

    /// <summary>The one of the offered nonces that was signed.</summary>
    public required string ChallengeNonce { get; init; }

    /// <summary>What a token of format 1.1 declared beside itself, each verified; empty in 1.0.</summary>
    public required IReadOnlyList<VerifiedSigningCertificate> SigningCertificates { get; init; }

    /// <summary>
    /// Whether nobody could be asked about the card, and it rests on the last answer (<see cref="Revocation.OutagePolicy.StaleAnswerForActiveAccounts"/>): enough to log in, never for
    /// a change of the account.
    /// </summary>
    public bool RestsOnStaleAnswer { get; internal set; }

    /// <summary>Says nothing: what is logged by mistake must not tell who logged in.</summary>
    public override string ToString() => "(verified eID)";
}
