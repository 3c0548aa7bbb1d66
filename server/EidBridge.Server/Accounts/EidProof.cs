using System.Globalization;
using System.Security.Claims;

namespace EidBridge.Server.Accounts;

/// <summary>A person has just proved who they are with the card. Login makes it; registration, activation and unlocking ask for it.</summary>
/// <param name="RestsOnStaleAnswer">Nobody could say whether the card has been revoked: enough to log in, never to change anything.</param>
internal sealed record EidProof(NationalNumber NationalNumber, string GivenNames, string Surname, string Language, DateTimeOffset ProvedAt, bool RestsOnStaleAnswer = false)
{
    /// <summary>Name of the authentication scheme and its cookie.</summary>
    public const string Scheme = "EidProof";

    private const string NationalNumberClaim = "national_number";
    private const string GivenNamesClaim = "given_name";
    private const string SurnameClaim = "family_name";
    private const string LanguageClaim = "locale";
    private const string ProvedAtClaim = "auth_time";
    private const string StaleClaim = "stale_answer";

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
            DateTimeOffset.FromUnixTimeSeconds(seconds),
            bool.Parse(identity.FindFirst(StaleClaim)?.Value ?? bool.FalseString));
    }

    public ClaimsPrincipal ToPrincipal() => new(new ClaimsIdentity(
        [
            new Claim(NationalNumberClaim, NationalNumber.Digits),
            new Claim(GivenNamesClaim, GivenNames),
            new Claim(SurnameClaim, Surname),
            new Claim(LanguageClaim, Language),
            new Claim(ProvedAtClaim, ProvedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            new Claim(StaleClaim, RestsOnStaleAnswer.ToString()),
        ],
        Scheme));

    public override string ToString() => "(eID proof)";
}
