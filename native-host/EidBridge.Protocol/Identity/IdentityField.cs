namespace EidBridge.Protocol.Identity;

/// <summary>What a site can ask of the card about its holder, by the names of <c>get-identity</c>.</summary>
public static class IdentityField
{
    /// <summary>Family name.</summary>
    public const string Surname = "surname";

    /// <summary>The first two, with a space between them.</summary>
    public const string GivenNames = "givenNames";

    /// <summary>First letter of the third given name.</summary>
    public const string ThirdInitial = "thirdGivenNameInitial";

    /// <summary>National Register number, 11 digits.</summary>
    public const string NationalNumber = "nationalNumber";

    /// <summary>ISO 8601, as far as the register knows it: <c>1971-01-31</c>, <c>1971-01</c>, <c>1971</c>.</summary>
    public const string BirthDate = "birthDate";

    /// <summary>In the language of the card.</summary>
    public const string BirthPlace = "birthPlace";

    /// <summary><c>M</c> or <c>F</c>.</summary>
    public const string Sex = "sex";

    /// <summary>In the language of the card.</summary>
    public const string Nationality = "nationality";

    /// <summary>Title, in the language of the card.</summary>
    public const string NobleCondition = "nobleCondition";

    /// <summary>1 citizen, 6 kids, 11 and up foreigners' cards.</summary>
    public const string DocumentType = "documentType";

    /// <summary>1 white cane, 2 extended minority, 3 both, 4 yellow cane, 5 yellow cane and extended minority.</summary>
    public const string SpecialStatus = "specialStatus";

    /// <summary>Number printed on the card.</summary>
    public const string CardNumber = "cardNumber";

    /// <summary>First day of the card's validity.</summary>
    public const string ValidFrom = "validFrom";

    /// <summary>Last day of the card's validity.</summary>
    public const string ValidUntil = "validUntil";

    /// <summary>That delivered the card.</summary>
    public const string Municipality = "issuingMunicipality";

    /// <summary>Street and number, postal code, municipality.</summary>
    public const string Address = "address";

    /// <summary>JPEG in base64.</summary>
    public const string Photo = "photo";

    /// <summary>All of the above, in their order.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Surname, GivenNames, ThirdInitial, NationalNumber, BirthDate, BirthPlace, Sex, Nationality, NobleCondition,
        DocumentType, SpecialStatus, CardNumber, ValidFrom, ValidUntil, Municipality, Address, Photo,
    ];
}
