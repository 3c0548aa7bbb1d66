using EidBridge.Server.Accounts;
using EidBridge.Server.Activation;
using EidBridge.Server.Provisioning;

namespace EidBridge.Server.Registration;

/// <summary>"Create and log in": the account of the proved person, its details, its provisioning and the code by mail.</summary>
internal sealed class AccountRegistration(
    AccountStore accounts, EmailConfirmation email, ProvisioningStart provisioning, TimeProvider clock)
{
    /// <summary>Posting twice, or from two tabs at once, makes one account; the first form counts.</summary>
    /// <param name="proof">Of the card.</param>
    /// <param name="form">Checked by <see cref="RegistrationCheck"/>.</param>
    /// <param name="cancellationToken">Once the account is saved it is provisioned, whether the browser waits or not.</param>
    public async Task<Account> RegisterAsync(EidProof proof, AcceptedForm form, CancellationToken cancellationToken)
    {
        var opened = await accounts.OpenAsync(proof, cancellationToken);
        var started = await accounts.ChangeAsync(opened.Id, account => Start(account, form), cancellationToken);
        var saved = await accounts.FindAsync(opened.Id, CancellationToken.None)
            ?? throw new InvalidOperationException("The account is gone");
        if (started)
        {
            await provisioning.WakeAsync(saved.Id, CancellationToken.None);
            await email.SendAsync(saved, again: false, CancellationToken.None);
        }

        return saved;
    }

    /// <summary>A known account whose details are not complete; what it has already stays as it is.</summary>
    public Task CompleteAsync(Account account, AccountDetails details, CancellationToken cancellationToken) =>
        accounts.ChangeAsync(account.Id, known => known.CompleteDetails(details), cancellationToken);

    private bool Start(Account account, AcceptedForm form)
    {
        if (account.State != AccountState.Registering)
        {
            return false;
        }

        account.Register(form.Details, form.Email, form.Mobile);
        account.StartProvisioning(clock.GetUtcNow());
        return true;
    }
}
