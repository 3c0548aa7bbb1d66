using System.Globalization;
using EidBridge.Server.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace EidBridge.Server.Pages;

/// <summary>Who is logged in, and how: what the session says (<c>acr</c>, <c>auth_time</c>) in words. The form's token keeps the page out of caches.</summary>
[Authorize]
internal sealed class AccountModel(AccountStore accounts, NationalNumberVault vault) : PageModel
{
    private static readonly TimeZoneInfo Brussels = TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels");

    public Account Account { get; private set; } = null!;

    public string NationalNumber { get; private set; } = string.Empty;

    public string Acr => User.FindFirst("acr")?.Value ?? string.Empty;

    public string Method => Acr switch
    {
        "eid" => "eid",
        "itsme" => "itsme",
        _ when Acr.StartsWith("password", StringComparison.Ordinal) => "password",
        _ => "other",
    };

    public string Assurance => Method is "eid" or "itsme" ? "high" : "low";

    public DateTimeOffset? LoggedInAt =>
        long.TryParse(User.FindFirst("auth_time")?.Value, CultureInfo.InvariantCulture, out var seconds)
            ? TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(seconds), Brussels)
            : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var subject = User.FindFirst("sub")?.Value;
        var account = subject is null ? null : await accounts.FindBySubjectAsync(subject, cancellationToken);
        if (account is not { State: AccountState.Active })
        {
            return Redirect(AccountDoor.Login);
        }

        Account = account;
        NationalNumber = vault.Reveal(account.NationalNumberProtected).Masked;
        return Page();
    }
}
