using EidBridge.Protocol;
using Microsoft.AspNetCore.Http;

namespace EidBridge.Verification.AspNetCore;

/// <summary>An error as RFC 9457 has it, with the catalogue's code and a text in the language that the browser prefers.</summary>
internal static class CodedProblem
{
    public static Task WriteAsync(HttpContext context, string code)
    {
        var entry = ErrorCatalogue.Find(code);
        var wanted = context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.Value).FirstOrDefault();
        var language = Languages.Closest(wanted);
        context.Response.StatusCode = entry.Status;
        context.Response.Headers.ContentLanguage = language;
        return context.Response.WriteAsJsonAsync(
            new { title = entry.Texts[language], detail = entry.Help[language], status = entry.Status, code, retry = entry.Retry },
            options: null,
            "application/problem+json",
            context.RequestAborted);
    }
}
