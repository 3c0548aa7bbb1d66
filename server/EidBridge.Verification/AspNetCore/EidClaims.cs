using System.Security.Claims;

namespace EidBridge.Verification.AspNetCore;

/// <summary>What a session opened by a card says: the names of its claims.</summary>
public static class EidClaims
{
    /// <summary>11 digits. Sensitive: it stands in the session's encrypted cookie and nowhere else.</summary>
    public const string NationalNumber = "national_number";

    /// <summary>As the certificate writes them; empty for persons who have none. The name of the identity.</summary>
    public const string GivenNames = "given_name";

    /// <summary>As the certificate writes it.</summary>
    public const string Surname = "family_name";

    /// <summary>ISO 3166 alpha-2.</summary>
    public const string Country = "country";

    /// <summary>How the person proved it (RFC 8176): <c>sc</c>, a smart card, and <c>pin</c>.</summary>
    public const string Method = "amr";

    internal static ClaimsIdentity Describe(VerifiedEid eid) => new(
        [
            new Claim(NationalNumber, eid.NationalNumber),
            new Claim(GivenNames, eid.GivenNames),
            new Claim(Surname, eid.Surname),
            new Claim(Country, eid.Country),
            new Claim(Method, "sc"),
            new Claim(Method, "pin"),
        ],
        EidAuthenticationOptions.Scheme,
        GivenNames,
        roleType: null);
}
