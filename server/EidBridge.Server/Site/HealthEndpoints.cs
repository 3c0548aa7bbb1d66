using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace EidBridge.Server.Site;

internal static class HealthEndpoints
{
    /// <summary><c>live</c>: the process answers. <c>ready</c>: what it stands on answers too.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
    }
}
