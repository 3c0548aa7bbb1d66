using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using EidBridge.Server.Activation;
using EidBridge.Server.Localisation;
using EidBridge.Server.Pages.Shared;
using EidBridge.Server.Provisioning;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Pages.Register;

/// <summary>While the account is being made: where it stands, and the code that was sent by mail.</summary>
[AllowAnonymous]
internal sealed class ProgressModel(
    EidSession session, ProgressDesk desk, Texts texts, IOptions<ProvisioningOptions> options, TimeProvider clock) : PageModel
{
    public Account Account { get; private set; } = null!;

    public ProgressView View { get; private set; } = null!;

    public Notice? Message { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        await EnterAsync(cancellationToken) ?? Page();

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "mail-code")] string? mailCode, CancellationToken cancellationToken)
    {
        if (await EnterAsync(cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        if (ActivationCode.TryParse(mailCode) is not { } code)
        {
            ModelState.AddModelError("mail-code", texts["activate.error.code"]);
            return Page();
        }

        return await ShowAsync(await desk.ConfirmAsync(Account, code, cancellationToken), done: null, cancellationToken);
    }

    public async Task<IActionResult> OnPostResendAsync(CancellationToken cancellationToken) =>
        await EnterAsync(cancellationToken)
        ?? await ShowAsync(await desk.ResendAsync(Account, cancellationToken), "progress.mail-sent", cancellationToken);

    public async Task<IActionResult> OnPostAddressAsync([FromForm(Name = "new-email")] string? email, CancellationToken cancellationToken)
    {
        if (await EnterAsync(cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        if (!EmailAddress.IsWellFormed(email?.Trim()))
        {
            ModelState.AddModelError("new-email", texts["register.error.email"]);
            return Page();
        }

        return await ShowAsync(await desk.ChangeAddressAsync(Account, email!.Trim(), cancellationToken), "progress.mail-sent", cancellationToken);
    }

    public async Task<IActionResult> OnPostRetryAsync(CancellationToken cancellationToken)
    {
        if (await EnterAsync(cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        await desk.RetryAsync(Account, cancellationToken);
        return LocalRedirect(AccountDoor.Progress);
    }

    private async Task<IActionResult> ShowAsync(string? error, string? done, CancellationToken cancellationToken)
    {
        if (error is null && done is null)
        {
            return LocalRedirect(AccountDoor.Progress);
        }

        var elsewhere = await EnterAsync(cancellationToken);
        Message = Notice.OfError(error) ?? new Notice("good", texts[done!]);
        return elsewhere ?? Page();
    }

    /// <returns>Where the person belongs instead, or null: here.</returns>
    private async Task<IActionResult?> EnterAsync(CancellationToken cancellationToken)
    {
        if (SessionEnded.RefuseChange(await session.FindProofAsync()) is { } refusal)
        {
            return refusal;
        }

        var account = await session.FindAccountAsync(cancellationToken);
        var path = AccountDoor.PathFor(account);
        if (account is null || path != AccountDoor.Progress)
        {
            return LocalRedirect(path);
        }

        Account = account;
        View = ProgressView.Of(account, options.Value.Duration, clock.GetUtcNow());
        Message = account.State == AccountState.ProvisioningFailed ? Notice.OfError(ErrorCode.ProvisioningFailed) : null;
        return null;
    }
}
