using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Pages.Login;

/// <summary>What <c>js/login-eid.js</c> needs: addresses, texts, and the token for its POST to <c>/login/eid</c>.</summary>
[AllowAnonymous]
internal sealed class EidLoginModel(IAntiforgery antiforgery, IOptions<DownloadOptions> downloads) : PageModel
{
    public DownloadOptions Downloads => downloads.Value;

    public string? AntiforgeryToken { get; private set; }

    public void OnGet() => AntiforgeryToken = antiforgery.GetAndStoreTokens(HttpContext).RequestToken;
}
