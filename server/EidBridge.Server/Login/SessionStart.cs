using System.Globalization;
using System.Security.Claims;
using EidBridge.Server.Accounts;
using Microsoft.AspNetCore.Authentication;

namespace EidBridge.Server.Login;

/// <summary>Opens a session: who, how sure, by what means, and when (OpenID Connect Core section 2; RFC 8176 for <c>amr</c>).</summary>
internal static class SessionStart
{
    public const string Subject = "sub";
    public const string AuthenticationContext = "acr";
    public const string Methods = "amr";
    public const string AuthenticatedAt = "auth_time";

    /// <summary>Changes with the credentials and with a lock: a session with an old one ends.</summary>
    public const string Stamp = "stamp";

    public const string Eid = "eid";
    public const string Password = "password";

    public static Task ByEidAsync(HttpContext context, Account account, DateTimeOffset at) => OpenAsync(context, account, Eid, ["sc", "pin"], at);

    public static Task ByPasswordAsync(HttpContext context, Account account, DateTimeOffset at) => OpenAsync(context, account, Password, ["pwd"], at);

    private static Task OpenAsync(HttpContext context, Account account, string acr, string[] amr, DateTimeOffset at)
    {
        var identity = new ClaimsIdentity(LoginFeature.SessionScheme, Subject, roleType: null);
        identity.AddClaim(new Claim(Subject, account.Subject));
        identity.AddClaim(new Claim(AuthenticationContext, acr));
        identity.AddClaims(amr.Select(method => new Claim(Methods, method)));
        identity.AddClaim(new Claim(AuthenticatedAt, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(new Claim(Stamp, account.SecurityStamp!));
        return context.SignInAsync(LoginFeature.SessionScheme, new ClaimsPrincipal(identity));
    }
}
