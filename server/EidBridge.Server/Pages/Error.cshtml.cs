using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace EidBridge.Server.Pages;

/// <summary>Says what happened and what to do, for every status without a body. Any method: a failed POST is executed again here.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
internal sealed class ErrorModel : PageModel
{
    public int Status { get; private set; }

    /// <summary>The status whose text is shown.</summary>
    public int Known => Status switch
    {
        404 => 404,
        401 or 403 => 403,
        429 => 429,
        >= 400 and < 500 => 400,
        _ => 500,
    };

    public void OnGet(int status) => Show(status);

    public void OnPost(int status) => Show(status);

    private void Show(int status)
    {
        Status = status is >= 400 and <= 599 ? status : 404;
        Response.StatusCode = Status;
    }
}
