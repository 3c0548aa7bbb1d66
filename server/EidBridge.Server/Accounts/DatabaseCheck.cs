using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EidBridge.Server.Accounts;

/// <summary>Ready means: the database answers.</summary>
internal sealed class DatabaseCheck(AccountsContext context) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext _, CancellationToken cancellationToken = default) =>
        await context.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
}
