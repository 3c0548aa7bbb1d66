using EidBridge.Server.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EidBridge.Server.Login;

/// <summary>Ends the session, and a proof that was still open.</summary>
internal static class LogOut
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/logout", (Delegate)HandleAsync);

    internal static async Task<RedirectHttpResult> HandleAsync(HttpContext context)
    {
        await context.SignOutAsync(LoginFeature.SessionScheme);
        await context.SignOutAsync(EidProof.Scheme);
        return TypedResults.LocalRedirect($"{AccountDoor.Login}?logged-out=1");
    }
}
