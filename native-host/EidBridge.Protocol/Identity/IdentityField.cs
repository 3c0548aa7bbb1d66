namespace EidBridge.Protocol.Identity;

#pragma warning disable CS1591 // Each is the word itself.

/// <summary>What a site can ask of the card about its holder, by the names of <c>get-identity</c>.</summary>
public static class IdentityField
{
    public const string Surname = "surname";
    public const string GivenNames = "givenNames";
    public const string ThirdInitial = "thirdGivenNameInitial";
    public const string NationalNumber = "nationalNumber";
    public const string BirthDate = "birthDate";
    public const string BirthPlace = "birthPlace";
    public const string Sex = "sex";
    public const string Nationality = "nationality";
    public const string NobleCondition = "nobleCondition";
    public const string DocumentType = "documentType";
    public const string SpecialStatus = "specialStatus";
    public const string CardNumber = "cardNumber";
    public const string ValidFrom = "validFrom";
    public const string ValidUntil = "validUntil";
    public const string Municipality = "issuingMunicipality";
    public const string Address = "address";
    public const string Photo = "photo";

    /// <summary>All of the above, in their order.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Surname, GivenNames, ThirdInitial, NationalNumber, BirthDate, BirthPlace, Sex, Nationality, NobleCondition,
        DocumentType, SpecialStatus, CardNumber, ValidFrom, ValidUntil, Municipality, Address, Photo,
    ];
}
