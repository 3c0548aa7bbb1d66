using Microsoft.EntityFrameworkCore;

namespace EidBridge.Server.Accounts;

/// <summary>Brings the database up to date before anything else of the host starts.</summary>
internal sealed class DatabasePreparation(IServiceScopeFactory scopes) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<AccountsContext>();
        await context.Database.MigrateAsync(cancellationToken);
        await context.Database.ExecuteSqlAsync($"PRAGMA journal_mode = WAL", cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
