using EidBridge.Verification.Revocation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EidBridge.Verification.AspNetCore;

/// <summary>Fetches the revocation lists in use before they end, so that no login waits for one.</summary>
internal sealed partial class RevocationListRefresher(RevocationSource source, TimeProvider time, ILogger<RevocationListRefresher> logger) : BackgroundService
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
                await RefreshAsync(check);
            }
        }
        catch (OperationCanceledException)
        {
            // The site stops.
        }
    }

    private async Task RefreshAsync(RevocationCheck check)
    {
        try
        {
            await check.RefreshListsAsync();
        }
#pragma warning disable CA1031 // A list that nobody foresaw must not stop the site; a login asks again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failed(logger, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Revocation lists could not be refreshed")]
    private static partial void Failed(ILogger logger, Exception e);
}
