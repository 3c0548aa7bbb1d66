using EidBridge.Protocol;
using EidBridge.Server.Site;
using EidBridge.Verification.AspNetCore;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Login;

/// <summary>No other site's page, nor a window that it opened, disturbs a login that waits for the card.</summary>
internal sealed class OwnPageFilter(IOptions<SiteOptions> site) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        OwnPage.Sent(context.HttpContext.Request, site.Value.Origin.GetLeftPart(UriPartial.Authority))
            ? await next(context)
            : CodedProblem.Of(context.HttpContext, ErrorCode.OriginDenied);
}
