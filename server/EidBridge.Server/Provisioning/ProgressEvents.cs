using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using EidBridge.Server.Site;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Provisioning;

/// <summary>Server-sent events for the progress page. Every event is whole, so nothing that was missed is missing.</summary>
internal static class ProgressEvents
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/register/progress/events", HandleAsync);

    internal static async Task<Results<ServerSentEventsResult<ProgressView>, ProblemHttpResult>> HandleAsync(
        HttpContext http, EidSession session, IServiceScopeFactory scopes, IOptions<ProvisioningOptions> options, TimeProvider clock)
    {
        if (await session.FindAccountAsync(http.RequestAborted) is not { } account)
        {
            return Problem.Of(ErrorCode.SessionExpired);
        }

        http.Response.Headers["X-Accel-Buffering"] = "no";
        var known = http.Request.Headers["Last-Event-ID"].ToString();
        var stream = new ProgressStream(scopes, options.Value.Duration, clock);
        return TypedResults.ServerSentEvents(stream.ReadAsync(account.Id, known, http.RequestAborted));
    }

    private sealed class ProgressStream(IServiceScopeFactory scopes, TimeSpan expected, TimeProvider clock)
    {
        /// <param name="id">The account.</param>
        /// <param name="known">The last event the page has seen; it is not sent again.</param>
        /// <param name="cancellationToken">The page went away.</param>
        public async IAsyncEnumerable<SseItem<ProgressView>> ReadAsync(
            Guid id, string known, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var lastSent = clock.GetUtcNow();
            while (!cancellationToken.IsCancellationRequested)
            {
                var (view, version) = await LookAsync(id, cancellationToken);
                var now = clock.GetUtcNow();
                var changed = !string.Equals(version, known, StringComparison.Ordinal);
                if (changed || now - lastSent >= KeepAlive)
                {
                    yield return new SseItem<ProgressView>(view, "progress") { EventId = version };
                    (known, lastSent) = (version, now);
                }

                if (view.Next is not null)
                {
                    yield break;
                }

                await Task.Delay(Look, clock, cancellationToken);
            }
        }

        private async Task<(ProgressView View, string Version)> LookAsync(Guid id, CancellationToken cancellationToken)
        {
            await using var scope = scopes.CreateAsyncScope();
            var account = await scope.ServiceProvider.GetRequiredService<AccountStore>().FindAsync(id, cancellationToken)
                ?? throw new InvalidOperationException("The account is gone");
            var view = ProgressView.Of(account, expected, clock.GetUtcNow());
            return (view, $"{account.Provisioning.Step}-{view.State}-{(view.EmailConfirmed ? "confirmed" : "open")}");
        }
    }
}
