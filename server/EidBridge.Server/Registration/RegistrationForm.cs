using EidBridge.Server.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace EidBridge.Server.Registration;

/// <summary>What the form posts, as it was typed. Names are the ids of the fields.</summary>
internal sealed record RegistrationForm
{
    [FromForm(Name = "kind")]
    public string? Kind { get; init; }

    [FromForm(Name = "language")]
    public string? Language { get; init; }

    [FromForm(Name = "email")]
    public string? Email { get; init; }

    [FromForm(Name = "email-again")]
    public string? EmailAgain { get; init; }

    [FromForm(Name = "mobile")]
    public string? Mobile { get; init; }

    [FromForm(Name = "riziv")]
    public string? Riziv { get; init; }

    [FromForm(Name = "organisation-name")]
    public string? OrganisationName { get; init; }

    [FromForm(Name = "enterprise-number")]
    public string? EnterpriseNumber { get; init; }

    [FromForm(Name = "function")]
    public string? Function { get; init; }

    /// <summary>What the account has already, in place of whatever was posted: known details are shown, not asked.</summary>
    public RegistrationForm WithKnown(Account? account)
    {
        if (account is null || account.State == AccountState.Registering)
        {
            return this;
        }

        var known = account.Details;
        return this with
        {
            Kind = known.Kind?.ToString().ToLowerInvariant() ?? Kind,
            Language = known.Language ?? Language,
            Email = account.Email ?? Email,
            EmailAgain = account.Email ?? EmailAgain,
            Mobile = account.PhoneNumber ?? Mobile,
            Riziv = known.Riziv ?? Riziv,
            OrganisationName = known.OrganisationName ?? OrganisationName,
            EnterpriseNumber = known.EnterpriseNumber ?? EnterpriseNumber,
            Function = known.Function ?? Function,
        };
    }

    public override string ToString() => "(registration form)";
}
