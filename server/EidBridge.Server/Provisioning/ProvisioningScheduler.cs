using System.Globalization;
using Quartz;

namespace EidBridge.Server.Provisioning;

/// <summary>Tells Quartz when to look at an account. It only fires: what is due stands in the account's row.</summary>
internal sealed partial class ProvisioningScheduler(ISchedulerFactory factory, ILogger<ProvisioningScheduler> logger)
{
    public const string AccountKey = "account";
    private const string Group = "provisioning";

    /// <summary>One trigger per account: a new time replaces the older one. If Quartz cannot be told, the sweep finds the row.</summary>
    public async Task FireAtAsync(Guid accountId, DateTimeOffset due, CancellationToken cancellationToken)
    {
        try
        {
            await ScheduleAsync(accountId, due, cancellationToken);
        }
        catch (SchedulerException e)
        {
            NotTold(e.GetType().Name);
        }
    }

    private async Task ScheduleAsync(Guid accountId, DateTimeOffset due, CancellationToken cancellationToken)
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Quartz was not told of a due account ({Reason}); the sweep will find it")]
    private partial void NotTold(string reason);
}
