using EidBridge.Server.Accounts;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace EidBridge.Server.Provisioning;

/// <summary>Fires what was missed: a crash between saving an account and telling Quartz, a trigger lost, a worker that died.</summary>
[DisallowConcurrentExecution]
internal sealed class SweepJob(AccountsContext context, ProvisioningScheduler scheduler, TimeProvider clock) : IJob
{
    private const int AtOnce = 100;

    public async ValueTask Execute(IJobExecutionContext _, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var missed = await context.Users.AsNoTracking()
            .Where(a => a.State == AccountState.Provisioning && a.Provisioning.DueAt <= now)
            .OrderBy(a => a.Provisioning.DueAt)
            .Select(a => a.Id)
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        foreach (var id in missed)
        {
            await scheduler.FireAtAsync(id, now, cancellationToken);
        }
    }
}
