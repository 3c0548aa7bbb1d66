using System.Globalization;
using Quartz;

namespace EidBridge.Server.Provisioning;

/// <summary>Tells Quartz when to look at an account. It only fires: what is due stands in the account's row.</summary>
internal sealed class ProvisioningScheduler(ISchedulerFactory factory)
{
    public const string AccountKey = "account";
    private const string Group = "provisioning";

    /// <summary>One trigger per account: a new time replaces the older one.</summary>
    public async Task FireAtAsync(Guid accountId, DateTimeOffset due, CancellationToken cancellationToken)
    {
        var scheduler = await factory.GetScheduler(cancellationToken);
        var name = accountId.ToString("N", CultureInfo.InvariantCulture);
        var job = JobBuilder.Create<ProvisioningJob>()
            .WithIdentity(name, Group)
            .UsingJobData(AccountKey, name)
            .RequestRecovery()
            .Build();
        var trigger = TriggerBuilder.Create().WithIdentity(name, Group).ForJob(job).StartAt(due).Build();
        await scheduler.ScheduleJob(job, [trigger], new ScheduleJobOptions { Replace = true }, cancellationToken);
    }
}
