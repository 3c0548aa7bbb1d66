using System.Globalization;
using System.Security.Claims;

namespace EidBridge.Server.Accounts;

/// <summary>A person has just proved who they are with the card. Login makes it; registration, activation and unlocking ask for it.</summary>
internal sealed record EidProof(NationalNumber NationalNumber, string GivenNames, string Surname, string Language, DateTimeOffset ProvedAt)
{
    /// <summary>Name of the authentication scheme and its cookie.</summary>
    public const string Scheme = "EidProof";

    private const string NationalNumberClaim = "national_number";
    private const string GivenNamesClaim = "given_name";
    private const string SurnameClaim = "family_name";
    private const string LanguageClaim = "locale";
    private const string ProvedAtClaim = "auth_time";

    /// <param name="principal">Authenticated by <see cref="Scheme"/>, or anybody.</param>
    /// <returns>The proof, or null when the principal carries none.</returns>
    public static EidProof? From(ClaimsPrincipal? principal)
    {
        var identity = principal?.Identities.FirstOrDefault(i =>
            i.IsAuthenticated && string.Equals(i.AuthenticationType, Scheme, StringComparison.Ordinal));
        if (identity is null || !NationalNumber.TryParse(identity.FindFirst(NationalNumberClaim)?.Value, out var number))
        {
            return null;
        }

        var seconds = long.Parse(identity.FindFirst(ProvedAtClaim)!.Value, CultureInfo.InvariantCulture);
        return new EidProof(
            number!,
            identity.FindFirst(GivenNamesClaim)!.Value,
            identity.FindFirst(SurnameClaim)!.Value,
            identity.FindFirst(LanguageClaim)!.Value,
            DateTimeOffset.FromUnixTimeSeconds(seconds));
    }

    public ClaimsPrincipal ToPrincipal() => new(new ClaimsIdentity(
        [
            new Claim(NationalNumberClaim, NationalNumber.Digits),
            new Claim(GivenNamesClaim, GivenNames),
            new Claim(SurnameClaim, Surname),
            new Claim(LanguageClaim, Language),
            new Claim(ProvedAtClaim, ProvedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ],
        Scheme));

    public override string ToString() => "(eID proof)";
}
