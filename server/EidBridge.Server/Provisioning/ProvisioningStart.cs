using EidBridge.Server.Accounts;

namespace EidBridge.Server.Provisioning;

/// <summary>Starts, retries and wakes an account's provisioning: the row first, Quartz after it.</summary>
internal sealed class ProvisioningStart(AccountStore accounts, ProvisioningScheduler scheduler, TimeProvider clock)
{
    /// <summary>ProvisioningFailed → Provisioning.</summary>
    public async Task RetryAsync(Guid id, CancellationToken cancellationToken)
    {
        await accounts.ChangeAsync(
            id,
            account =>
            {
                if (account.State == AccountState.ProvisioningFailed)
                {
                    account.RetryProvisioning(clock.GetUtcNow());
                }
            },
            cancellationToken);
        await WakeAsync(id, cancellationToken);
    }

    /// <summary>Something the row waited for has happened. If this call is lost, the sweep does the same a few seconds later.</summary>
    public Task WakeAsync(Guid id, CancellationToken cancellationToken) => scheduler.FireAtAsync(id, clock.GetUtcNow(), cancellationToken);
}
