using System.Diagnostics;
using EidBridge.Server.Accounts;
using EidBridge.Server.Activation;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Provisioning;

/// <summary>
/// Takes an account's steps as far as they are due. The row says what is due; a claim takes it under a fence, so a worker that was
/// away too long finds its step taken and changes nothing. Steps may run twice.
/// </summary>
internal sealed partial class ProvisioningWorker(
    AccountStore accounts,
    IProvisioningTarget target,
    CodeDesk codes,
    IOptions<ProvisioningOptions> options,
    TimeProvider clock,
    ILogger<ProvisioningWorker> logger)
{
    private static readonly TimeSpan UntilEmailIsConfirmed = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <returns>When to look again, or null when nothing is left to do.</returns>
    public async Task<DateTimeOffset?> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var claimed = await accounts.ChangeAsync(id, a => a.ClaimStep(clock.GetUtcNow(), options.Value.Lease), cancellationToken);
            var account = await accounts.FindAsync(id, cancellationToken)
                ?? throw new InvalidOperationException("The account is gone");
            if (claimed is not { } fence)
            {
                return account.State == AccountState.Provisioning ? account.Provisioning.DueAt : null;
            }

            await TakeAsync(account, fence, cancellationToken);
        }
    }

    private async Task TakeAsync(Account account, int fence, CancellationToken cancellationToken)
    {
        var step = account.Provisioning.Step;
        try
        {
            var wait = await TakeStepAsync(step, account, cancellationToken);
            await accounts.ChangeAsync(
                account.Id,
                a => wait is { } pause ? a.PostponeStep(fence, clock.GetUtcNow() + pause, failed: false) : a.CompleteStep(fence, clock.GetUtcNow()),
                cancellationToken);
        }
#pragma warning disable CA1031 // Whatever a target throws is a failed try; the row counts it and the person is told at last.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            StepFailed(e, step);
            await accounts.ChangeAsync(account.Id, a => CountFailure(a, fence), cancellationToken);
        }
    }

    /// <returns>Null when the step is done, else how long to wait before it is taken again.</returns>
    private async Task<TimeSpan?> TakeStepAsync(ProvisioningStep step, Account account, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case ProvisioningStep.CreateUser:
                await target.CreateAsync(account.ExternalId, cancellationToken);
                return null;
            case ProvisioningStep.AwaitUser:
                return await target.IsReadyAsync(account.ExternalId, cancellationToken) ? null : options.Value.PollInterval;
            case ProvisioningStep.AwaitEmail:
                return account.EmailConfirmed ? null : UntilEmailIsConfirmed;
            case ProvisioningStep.SendCode:
                await codes.SendFreshAsync(account, CodePurpose.Activation, cancellationToken);
                return null;
            default:
                throw new UnreachableException();
        }
    }

    private bool CountFailure(Account account, int fence)
    {
        var failures = account.Provisioning.Failures + 1;
        var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, failures)));
        return account.PostponeStep(fence, clock.GetUtcNow() + pause, failed: true)
            && (failures < options.Value.MaximumFailures || account.FailProvisioning(fence));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Provisioning step {Step} failed")]
    private partial void StepFailed(Exception exception, ProvisioningStep step);
}
