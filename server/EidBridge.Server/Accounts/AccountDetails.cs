namespace EidBridge.Server.Accounts;

/// <summary>What the form asks beside e-mail and mobile. Missing ones are asked at the next login.</summary>
internal sealed record AccountDetails
{
    public AccountKind? Kind { get; init; }

    /// <summary>One of <c>nl fr de en</c>: of mails, text messages and, by default, pages.</summary>
    public string? Language { get; init; }

    /// <summary>RIZIV/INAMI number of a doctor, eleven digits.</summary>
    public string? Riziv { get; init; }

    /// <summary>Whether the RIZIV/INAMI number's check digits were right. Wrong ones are accepted and looked at by people.</summary>
    public bool RizivChecked { get; init; }

    public string? OrganisationName { get; init; }

    /// <summary>Ten digits.</summary>
    public string? EnterpriseNumber { get; init; }

    /// <summary>What the person is in the organisation.</summary>
    public string? Function { get; init; }

    public bool AreComplete => Language is not null && Kind switch
    {
        AccountKind.Doctor => Riziv is not null,
        AccountKind.Organisation => OrganisationName is not null && EnterpriseNumber is not null && Function is not null,
        _ => false,
    };
}
