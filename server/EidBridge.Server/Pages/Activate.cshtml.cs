using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using EidBridge.Server.Activation;
using EidBridge.Server.Localisation;
using EidBridge.Server.Pages.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace EidBridge.Server.Pages;

/// <summary>Step 8: the code from the text message and a password. Only in a session that eID opened for this account.</summary>
[AllowAnonymous]
internal sealed class ActivateModel(EidSession session, AccountActivation activation, CodeDesk codes, Texts texts) : PageModel
{
    public Account Account { get; private set; } = null!;

    public Notice? Message { get; private set; }

    public bool IsLocked => Account.State == AccountState.Locked;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        await EnterAsync(cancellationToken) ?? Page();

    public async Task<IActionResult> OnPostAsync(
        [FromForm(Name = "code")] string? code,
        [FromForm(Name = "password")] string? password,
        [FromForm(Name = "password-again")] string? again,
        CancellationToken cancellationToken)
    {
        if (await EnterAsync(cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        var chosen = new Password(password ?? string.Empty);
        var typed = ActivationCode.TryParse(code);
        if (IsLocked || !Check(typed, chosen, again))
        {
            return Page();
        }

        var result = await activation.ActivateAsync(Account, typed!, chosen, cancellationToken);
        if (result.Code is null)
        {
            await HttpContext.SignOutAsync(EidProof.Scheme);
            return LocalRedirect($"{AccountDoor.Login}?activated=1");
        }

        var after = await EnterAsync(cancellationToken);
        var message = Notice.OfError(result.Code)!;
        Message = result.TriesLeft > 0 ? message with { Text = $"{message.Text} {Tries(result.TriesLeft)}" } : message;
        return after ?? Page();
    }

    public async Task<IActionResult> OnPostResendAsync(CancellationToken cancellationToken)
    {
        if (await EnterAsync(cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        if (!IsLocked)
        {
            Message = await codes.ResendAsync(Account, CodePurpose.Activation, cancellationToken) switch
            {
                SendOutcome.Sent => new Notice("good", texts["activate.sent"]),
                SendOutcome.TooSoon => Notice.OfError(ErrorCode.ResendTooSoon),
                SendOutcome.DayUsedUp => Notice.OfError(ErrorCode.TooManyRequests),
            };
        }

        return Page();
    }

    /// <summary>All of it is checked before a try is counted: what cannot be right costs none.</summary>
    private bool Check(ActivationCode? code, Password password, string? again)
    {
        if (code is null)
        {
            ModelState.AddModelError("code", texts["activate.error.code"]);
        }

        var verdict = PasswordRule.Judge(password, Account.Email);
        if (verdict != PasswordVerdict.Good)
        {
            ModelState.AddModelError("password", texts[$"activate.error.{verdict}"]);
            Message = Notice.OfError(ErrorCode.PasswordTooWeak);
        }
        else if (!string.Equals(password.Text, again, StringComparison.Ordinal))
        {
            ModelState.AddModelError("password-again", ErrorCatalogue.TextFor(ErrorCode.PasswordsDiffer, Texts.Language));
            Message = Notice.OfError(ErrorCode.PasswordsDiffer);
        }

        return ModelState.IsValid;
    }

    private string Tries(int left) => left == 1 ? texts["activate.one-try"] : texts["activate.tries", left];

    /// <returns>Where the person belongs instead, or null: here.</returns>
    private async Task<IActionResult?> EnterAsync(CancellationToken cancellationToken)
    {
        if (SessionEnded.RefuseChange(await session.FindProofAsync()) is { } refusal)
        {
            return refusal;
        }

        var account = await session.FindAccountAsync(cancellationToken);
        var path = AccountDoor.PathFor(account);
        if (account is null || path != AccountDoor.Activate)
        {
            return LocalRedirect(account?.State == AccountState.Active ? AccountDoor.Login : path);
        }

        Account = account;
        Message = IsLocked ? Notice.OfError(ErrorCode.AccountLocked) : null;
        return null;
    }
}
