using System.Globalization;
using System.Security.Claims;
using EidBridge.Server.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Login;

/// <summary>Asks at each request whether a session still holds: not too old, and its account active with the same credentials.</summary>
internal sealed class SessionGuard(AccountStore accounts, IOptions<Accounts.SessionOptions> options, TimeProvider clock)
{
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var guard = context.HttpContext.RequestServices.GetRequiredService<SessionGuard>();
        if (!await guard.HoldsAsync(context.Principal!, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(LoginFeature.SessionScheme);
        }
    }

    internal async Task<bool> HoldsAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        var since = long.Parse(principal.FindFirst(SessionStart.AuthenticatedAt)?.Value ?? "0", CultureInfo.InvariantCulture);
        if (clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(since) > options.Value.AbsoluteTimeout)
        {
            return false;
        }

        var account = await accounts.FindBySubjectAsync(principal.FindFirst(SessionStart.Subject)?.Value ?? string.Empty, cancellationToken);
        return account is { State: AccountState.Active }
            && string.Equals(account.SecurityStamp, principal.FindFirst(SessionStart.Stamp)?.Value, StringComparison.Ordinal);
    }
}
