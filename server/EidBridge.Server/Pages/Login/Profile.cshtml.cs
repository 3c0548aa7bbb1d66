using EidBridge.Server.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace EidBridge.Server.Pages.Login;

/// <summary>Shows what the card says; <c>POST /login/profile</c> takes the choice. The form's token keeps the page out of caches.</summary>
[Authorize(AuthenticationSchemes = EidProof.Scheme)]
internal sealed class ProfileModel : PageModel
{
    [FromQuery(Name = "error")]
    public string? Error { get; set; }

    public EidProof Proof { get; private set; } = null!;

    public IActionResult OnGet()
    {
        if (EidProof.From(User) is not { } proof)
        {
            return Redirect("/login/eid");
        }

        Proof = proof;
        return Page();
    }
}
