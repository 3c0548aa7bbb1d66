using System.Globalization;
using EidBridge.Server.Site;
using EidBridge.Verification;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Trust;

/// <summary>Degraded while <c>trust check</c> would find something: the site runs, and some cards are refused or soon will be.</summary>
internal sealed class TrustHealth(IOptions<TrustOptions> options, IOptions<SiteOptions> site, TrustStore store, TimeProvider clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (store is { TrustsBelgium: false, DevelopmentRoot: not null })
        {
            return HealthCheckResult.Healthy("a development root alone");
        }

        try
        {
            var folder = new TrustFolder(TrustStore.DirectoryOf(options.Value, site.Value), BelgianRoots.Pins, clock);
            var report = TrustReport.Make(folder, BelgianRoots.Pins, options.Value, clock.GetUtcNow());
            var data = report.Roots.Where(root => root.ValidUntil is not null)
                .ToDictionary(root => root.Name, root => (object)root.ValidUntil!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparer.Ordinal);
            data["issuers"] = report.Issuers.Count;
            data["ageDays"] = report.AgeDays ?? -1;
            return report.Findings.Count == 0
                ? HealthCheckResult.Healthy(data: data)
                : HealthCheckResult.Degraded(string.Join(' ', report.Findings.Select(finding => finding.What)), data: data);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return HealthCheckResult.Degraded("the trusted certificates cannot be read: eidbridge-server trust check");
        }
    }
}
