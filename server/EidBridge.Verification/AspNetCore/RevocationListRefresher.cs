using Microsoft.Extensions.Hosting;

namespace EidBridge.Verification.AspNetCore;

/// <summary>Fetches the revocation lists in use before they end, so that no login waits for one.</summary>
internal sealed class RevocationListRefresher(RevocationSource source, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (source.Check is not { } check)
        {
            return;
        }

        using var timer = new PeriodicTimer(Look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await check.RefreshListsAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The site stops.
        }
    }
}
