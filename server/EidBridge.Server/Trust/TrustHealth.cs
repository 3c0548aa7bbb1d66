using System.Globalization;
using EidBridge.Server.Site;
using EidBridge.Verification;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Trust;

/// <summary>
/// Degraded while <c>trust check</c> would find something, or the folder is not what this server read at its start: the site runs, and some cards are refused or soon will be.
/// </summary>
/// <param name="pins">The Belgian ones when not given.</param>
internal sealed class TrustHealth(
    IOptions<TrustOptions> options, IOptions<SiteOptions> site, TrustStore store, TimeProvider clock, IReadOnlyDictionary<string, string>? pins = null) : IHealthCheck
{
    private const string Restart = "What is here is not what this server runs on: restart the server to use what was imported.";
    private readonly IReadOnlyDictionary<string, string> _pins = pins ?? BelgianRoots.Pins;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        try
        {
            var folder = new TrustFolder(TrustStore.DirectoryOf(options.Value, site.Value), _pins, clock);
            var report = TrustReport.Make(folder, _pins, options.Value, clock.GetUtcNow());
            var roots = report.Roots.Where(root => root.ValidUntil is not null).ToList();
            var isRead = store.Imported.SetEquals([.. roots.Select(root => root.Sha256), .. report.Issuers.Select(issuer => issuer.Sha256)]);
            if (isRead && store is { TrustsBelgium: false, DevelopmentRoot: not null })
            {
                return HealthCheckResult.Healthy("a development root alone");
            }

            var data = roots.ToDictionary(root => root.Name, root => (object)root.ValidUntil!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparer.Ordinal);
            data["issuers"] = report.Issuers.Count;
            data["ageDays"] = report.AgeDays ?? -1;
            List<string> findings = [.. report.Findings.Select(finding => finding.What)];
            if (!isRead)
            {
                findings.Add(Restart);
            }

            return findings.Count == 0 ? HealthCheckResult.Healthy(data: data) : HealthCheckResult.Degraded(string.Join(' ', findings), data: data);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return HealthCheckResult.Degraded("the trusted certificates cannot be read: eidbridge-server trust check");
        }
    }
}
