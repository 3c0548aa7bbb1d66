using EidBridge.Protocol;
using Microsoft.AspNetCore.Antiforgery;

namespace EidBridge.Server.Login;

/// <summary>A request that changes something comes from a page of this site: its token is in the form or in a header.</summary>
internal sealed class AntiforgeryFilter(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (await antiforgery.IsRequestValidAsync(context.HttpContext))
        {
            return await next(context);
        }

        // Mostly a page that was open too long: its session is gone, not its person.
        return context.HttpContext.Request.HasFormContentType
            ? Results.LocalRedirect($"{Accounts.AccountDoor.Login}?error={ErrorCode.SessionExpired}")
            : CodedProblem.Of(context.HttpContext, ErrorCode.SessionExpired);
    }
}
