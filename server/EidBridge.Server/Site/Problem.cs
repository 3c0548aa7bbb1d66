using EidBridge.Protocol;
using EidBridge.Server.Localisation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EidBridge.Server.Site;

/// <summary>An error of the catalogue as problem+json, for scripts; pages have <c>Notice.OfError</c>.</summary>
internal static class Problem
{
    /// <param name="code">One of <see cref="ErrorCode"/>; its status, its text and what to do come from the catalogue.</param>
    public static ProblemHttpResult Of(string code)
    {
        var entry = ErrorCatalogue.Find(code);
        return TypedResults.Problem(
            statusCode: entry.Status,
            title: entry.Texts[Texts.Language],
            detail: entry.Help[Texts.Language],
            extensions: [KeyValuePair.Create("code", (object?)code)]);
    }
}
