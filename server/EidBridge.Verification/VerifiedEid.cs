namespace EidBridge.Verification;

/// <summary>Who a token proves, as the certificate says it.</summary>
public sealed record VerifiedEid
{
    /// <summary>11 digits.</summary>
    public required string NationalNumber { get; init; }

    public required string GivenNames { get; init; }

    public required string Surname { get; init; }

    /// <summary>ISO 3166 alpha-2 of the subject.</summary>
    public required string Country { get; init; }

    public required bool IsForeigner { get; init; }

    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>SHA-256 of the certificate in hexadecimal.</summary>
    public required string CertificateFingerprint { get; init; }

    /// <summary>The one of the offered nonces that was signed.</summary>
    public required string ChallengeNonce { get; init; }

    /// <summary>What a token of format 1.1 declared beside itself, each verified; empty in 1.0.</summary>
    public required IReadOnlyList<VerifiedSigningCertificate> SigningCertificates { get; init; }

    /// <summary>Says nothing: a record that is logged by mistake must not tell who logged in.</summary>
    public override string ToString() => "(verified eID)";
}
