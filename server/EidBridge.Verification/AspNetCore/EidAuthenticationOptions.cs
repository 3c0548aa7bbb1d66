using System.Security.Claims;
using EidBridge.Verification.Revocation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace EidBridge.Verification.AspNetCore;

/// <summary>Where a login's endpoints are, and what becomes of a proof.</summary>
public sealed class EidAuthenticationOptions : AuthenticationSchemeOptions
{
    /// <summary>Name of the scheme.</summary>
    public const string Scheme = "Eid";

    /// <summary><c>GET</c>: a nonce for this browser, <c>{"nonce":"…"}</c>.</summary>
    public PathString ChallengePath { get; set; } = "/eid/challenge";

    /// <summary><c>POST</c> of the token as JSON: 204 and the cookie of <see cref="SignInScheme"/>, or a problem (RFC 9457) with a <c>code</c>.</summary>
    public PathString LoginPath { get; set; } = "/eid/login";

    /// <summary>The page with the login button: where someone who must log in is sent, with <c>returnUrl</c>.</summary>
    public PathString LoginPage { get; set; } = "/login";

    /// <summary>The scheme that keeps the session; the site's default when not given.</summary>
    public string? SignInScheme { get; set; }

    /// <summary>What the proof is wanted for; see <see cref="EidUse"/>.</summary>
    public Func<VerifiedEid, CancellationToken, Task<EidUse>>? UseOf { get; set; }

    /// <summary>
    /// The last word before the session opens: add claims, or take the national number out. An exception with a code refuses the login.
    /// </summary>
    public Func<VerifiedEid, ClaimsIdentity, CancellationToken, Task>? OnProved { get; set; }
}

/// <summary>What a session opened by a card says.</summary>
public static class EidClaims
{
    /// <summary>11 digits. Sensitive: it stands in the session's encrypted cookie and nowhere else.</summary>
    public const string NationalNumber = "national_number";

    public const string GivenNames = "given_name";
    public const string Surname = "family_name";
    public const string Country = "country";
    public const string Method = "amr";
}
