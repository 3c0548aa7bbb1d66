using Quartz;

namespace EidBridge.Server.Provisioning;

/// <summary>Fired when an account is due; runs what its row says and asks to be fired again.</summary>
[DisallowConcurrentExecution]
internal sealed class ProvisioningJob(ProvisioningWorker worker, ProvisioningScheduler scheduler) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var id = Guid.ParseExact(context.MergedJobDataMap.GetString(ProvisioningScheduler.AccountKey)!, "N");
        if (await worker.RunAsync(id, cancellationToken) is { } next)
        {
            await scheduler.FireAtAsync(id, next, cancellationToken);
        }
    }
}
