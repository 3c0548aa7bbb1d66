using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using EidBridge.Server.Activation;

namespace EidBridge.Server.Provisioning;

/// <summary>What a person can do while the account is being made. Answers are the catalogue's word, or null when it went well.</summary>
internal sealed class ProgressDesk(AccountStore accounts, EmailConfirmation email, ProvisioningStart provisioning)
{
    public async Task<string?> ConfirmAsync(Account account, ActivationCode code, CancellationToken cancellationToken)
    {
        var wrong = await email.ConfirmAsync(account, code, cancellationToken);
        if (wrong is null)
        {
            await provisioning.WakeAsync(account.Id, CancellationToken.None);
        }

        return wrong;
    }

    public async Task<string?> ResendAsync(Account account, CancellationToken cancellationToken) =>
        account.EmailConfirmed ? null : Word(await email.SendAsync(account, again: true, cancellationToken));

    /// <summary>The address was mistyped. A code sent to the older one does not confirm the new one.</summary>
    public async Task<string?> ChangeAddressAsync(Account account, string address, CancellationToken cancellationToken)
    {
        var changed = await accounts.ChangeAsync(
            account.Id,
            known =>
            {
                if (known.EmailConfirmed)
                {
                    return false;
                }

                known.ChangeEmail(address);
                return true;
            },
            cancellationToken);
        if (!changed)
        {
            return null;
        }

        var saved = await accounts.FindAsync(account.Id, cancellationToken) ?? throw new InvalidOperationException("The account is gone");
        return Word(await email.SendAsync(saved, again: true, cancellationToken));
    }

    public Task RetryAsync(Account account, CancellationToken cancellationToken) => provisioning.RetryAsync(account.Id, cancellationToken);

    private static string? Word(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Sent => null,
        SendOutcome.TooSoon => ErrorCode.ResendTooSoon,
        SendOutcome.DayUsedUp => ErrorCode.TooManyRequests,
    };
}
