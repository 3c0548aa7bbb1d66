using Microsoft.AspNetCore.Http;

namespace EidBridge.Verification.AspNetCore;

/// <summary>
/// Whether a request can be a page's of this site. A foreign page can send a form or open a window, but not with the cookie that is SameSite=Strict: the answer would set a new one,
/// and the login that waits would be lost. Browsers say where a request comes from (Fetch Metadata); a program that is no browser need not, and has nobody's cookies.
/// </summary>
internal static class OwnPage
{
    private const string SameOrigin = "same-origin";

    public static bool Sent(HttpRequest request, string origin) =>
        (request.Headers.Origin is not { Count: > 0 } said || said == origin)
        && (request.Headers["Sec-Fetch-Site"] is not { Count: > 0 } from || from == SameOrigin);
}
