using EidBridge.Server.Accounts;
using EidBridge.Server.Localisation;
using EidBridge.Server.Registration;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace EidBridge.Server.Pages.Register;

/// <summary>Step 7: the account's details. Names and national number come from the card and cannot be typed.</summary>
[AllowAnonymous]
internal sealed class RegisterModel(EidSession session, AccountRegistration registration, Texts texts) : PageModel
{
    private Account? _account;

    public RegistrationForm Form { get; private set; } = new();

    /// <summary>Known already, so shown and not asked.</summary>
    public RegistrationForm Known { get; private set; } = new();

    public EidProof Proof { get; private set; } = null!;

    public bool Completes { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await EnterAsync(cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        Form = new RegistrationForm { Language = Proof.Language }.WithKnown(_account);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromForm] RegistrationForm form, CancellationToken cancellationToken)
    {
        if (await EnterAsync(cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        Form = form.WithKnown(_account);
        var (errors, accepted) = RegistrationCheck.Of(Form);
        foreach (var (field, text) in errors)
        {
            ModelState.AddModelError(field, texts[text]);
        }

        if (accepted is null)
        {
            return Page();
        }

        if (Completes)
        {
            await registration.CompleteAsync(_account!, accepted.Details, cancellationToken);
            return LocalRedirect(AccountDoor.Home);
        }

        var account = await registration.RegisterAsync(Proof, accepted, cancellationToken);
        return LocalRedirect(AccountDoor.PathFor(account));
    }

    /// <returns>Where the person belongs instead, or null: here.</returns>
    private async Task<IActionResult?> EnterAsync(CancellationToken cancellationToken)
    {
        var proof = await session.FindProofAsync();
        if (SessionEnded.RefuseChange(proof) is { } refusal)
        {
            return refusal;
        }

        Proof = proof!;
        _account = await session.FindAccountAsync(cancellationToken);
        Completes = _account is { State: not AccountState.Registering };
        Known = new RegistrationForm().WithKnown(_account);
        var path = AccountDoor.PathFor(_account);
        return path == AccountDoor.Register ? null : LocalRedirect(path);
    }
}
