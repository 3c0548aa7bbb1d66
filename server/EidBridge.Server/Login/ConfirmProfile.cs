using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using EidBridge.Server.Activation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EidBridge.Server.Login;

/// <summary>Step 6: the person confirms the name and comes in as a civilian; where to depends on the account.</summary>
internal static class ConfirmProfile
{
    private const string Civilian = "civilian";

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/login/profile", HandleAsync)
        .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = EidProof.Scheme });

    internal static async Task<RedirectHttpResult> HandleAsync(
        HttpContext context, EidSession session, AccountActivation activation, CancellationToken cancellationToken)
    {
        if (await session.FindProofAsync() is not { } proof)
        {
            return TypedResults.LocalRedirect($"{AccountDoor.Login}?error={ErrorCode.SessionExpired}");
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (form["profile"] != Civilian)
        {
            return TypedResults.LocalRedirect($"/login/profile?error={ErrorCode.FormIncomplete}");
        }

        var account = await session.FindAccountAsync(cancellationToken);
        if (proof.RestsOnStaleAnswer && AccountDoor.PathFor(account) != AccountDoor.Home)
        {
            return TypedResults.LocalRedirect($"{AccountDoor.Login}?error={ErrorCode.RevocationUnavailable}");
        }

        if (account is { State: AccountState.Locked })
        {
            // This fresh proof is what lifts a lock of wrong codes; the page that follows tells how it went.
            await activation.UnlockAsync(account, proof, cancellationToken);
        }

        var next = AccountDoor.PathFor(account);
        if (next == AccountDoor.Home)
        {
            await SessionStart.ByEidAsync(context, account!, proof.ProvedAt);
            await context.SignOutAsync(EidProof.Scheme);
        }

        return TypedResults.LocalRedirect(next);
    }
}
