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

    public override string ToString() => "(registration form)";
}
