using EidBridge.Protocol;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EidBridge.Server.Login;

/// <summary>An error as RFC 9457 has it, with the catalogue's code and a text in the person's language.</summary>
internal static class CodedProblem
{
    public static ProblemHttpResult Of(HttpContext context, string code)
    {
        var entry = ErrorCatalogue.Find(code);
        var language = Localisation.Texts.Language;
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Problem(
            title: entry.Texts[language],
            detail: entry.Help[language],
            statusCode: entry.Status,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code, ["retry"] = entry.Retry });
    }
}
