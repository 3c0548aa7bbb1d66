namespace EidBridge.Verification.Documents;

/// <summary>Who signed a document in place of the hand, as the certificate says it.</summary>
public sealed class VerifiedSignature
{
    internal VerifiedSignature()
    {
    }

    /// <summary>11 digits.</summary>
    public required string NationalNumber { get; init; }

    /// <summary>Empty for persons who have none.</summary>
    public required string GivenNames { get; init; }

    /// <summary>As the certificate spells it.</summary>
    public required string Surname { get; init; }

    /// <summary>Whether the card is a foreigner's, by the certificate's policy.</summary>
    public required bool IsForeigner { get; init; }

    /// <summary>SHA-256 of the certificate in hexadecimal.</summary>
    public required string CertificateFingerprint { get; init; }

    /// <summary>When all of it held: keep it with the signature, which tells no time itself.</summary>
    public required DateTimeOffset VerifiedAt { get; init; }

    /// <summary>Says nothing of who signed.</summary>
    public override string ToString() => "(verified signature)";
}
