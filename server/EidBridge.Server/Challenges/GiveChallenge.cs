using EidBridge.Server.Login;
using EidBridge.Verification.Challenges;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EidBridge.Server.Challenges;

/// <param name="Nonce">Base64 text, signed as it stands.</param>
internal sealed record ChallengeView(string Nonce);

/// <summary>A nonce for the card to sign, bound to this browser, good for six minutes and once.</summary>
internal static class GiveChallenge
{
    public const string RateLimit = "challenges";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/login/eid/challenge", HandleAsync)
        .RequireRateLimiting(RateLimit)
        .AddEndpointFilter<OwnPageFilter>();

    internal static async Task<Ok<ChallengeView>> HandleAsync(HttpContext context, IChallengeStore challenges, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var browser = BrowserCookie.FindOrMake(context);
        return TypedResults.Ok(new ChallengeView(await challenges.GiveAsync(browser, cancellationToken)));
    }
}
