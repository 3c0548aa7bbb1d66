using EidBridge.Verification.Rehearsal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EidBridge.Verification.AspNetCore;

/// <summary>Plays a login before the site takes requests, once in a process: the start takes the time that the first person would. It never keeps a site from starting.</summary>
internal sealed partial class StartRehearsal : IHostedService
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly Lazy<Task> Once = new(() => Task.Run(RehearsedLogin.PlayAsync));
    private readonly Lazy<Task> _rehearsal;
    private readonly TimeSpan _longest;
    private readonly ILogger<StartRehearsal> _logger;

    public StartRehearsal(ILogger<StartRehearsal> logger)
        : this(Once, Longest, logger)
    {
    }

    internal StartRehearsal(Lazy<Task> rehearsal, TimeSpan longest, ILogger<StartRehearsal> logger) =>
        (_rehearsal, _longest, _logger) = (rehearsal, longest, logger);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _rehearsal.Value.WaitAsync(_longest, cancellationToken);
        }
#pragma warning disable CA1031 // Whatever goes wrong here, the first login only takes longer.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            NotPlayed(_logger, e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "The rehearsal of a login did not come to its end; the first login may take longer")]
    private static partial void NotPlayed(ILogger logger, Exception e);
}
