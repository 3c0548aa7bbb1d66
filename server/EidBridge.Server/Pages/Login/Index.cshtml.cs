using System.Net.Mail;
using EidBridge.Server.Localisation;
using EidBridge.Server.Pages.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace EidBridge.Server.Pages.Login;

/// <summary>
/// The two steps of logging in with a password: the address is posted here, and together with the password to <c>/login/password</c>.
/// It is never in an address bar, and the same page follows for an address that nobody has.
/// </summary>
[AllowAnonymous]
internal sealed class LoginModel(Texts texts) : PageModel
{
    [FromQuery(Name = "error")]
    public string? Error { get; set; }

    [FromQuery(Name = "activated")]
    public string? Activated { get; set; }

    [FromQuery(Name = "logged-out")]
    public string? LoggedOut { get; set; }

    public string? Email { get; private set; }

    public bool AskPassword => Email is not null;

    public Notice? Message { get; private set; }

    public void OnGet() => Message = Notice.OfError(Error) ?? Announcement();

    public void OnPost([FromForm(Name = "email")] string? email)
    {
        if (email is { Length: <= 254 } && MailAddress.TryCreate(email.Trim(), out _))
        {
            Email = email.Trim();
        }
        else
        {
            ModelState.AddModelError("email", texts["login.email-wrong"]);
        }
    }

    private Notice? Announcement()
    {
        if (Activated is not null)
        {
            return new Notice("good", texts["login.activated"], texts["login.activated-text"]);
        }

        return LoggedOut is null ? null : new Notice("info", texts["login.logged-out"], texts["login.logged-out-text"]);
    }
}
