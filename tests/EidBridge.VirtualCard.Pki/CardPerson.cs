namespace EidBridge.VirtualCard;

/// <summary>A made-up person.</summary>
/// <param name="Name">Short name on the command line.</param>
/// <param name="NationalNumber">11 digits with a valid check; the sequence 997 or 998 is given to nobody.</param>
/// <param name="Language"><c>nl fr de</c>: the language of the words on the card.</param>
public sealed record CardPerson(
    string Name, string GivenNames, string Surname, string NationalNumber, DateOnly Born, string Sex, string Language, string BirthPlace)
{
    /// <summary>In <see cref="Language"/>, as cards print it.</summary>
    public string Nationality { get; init; } = "Belg";

    /// <summary>Document type of the identity file: 1 citizen, 6 kids, 31 EU citizen.</summary>
    public string DocumentType { get; init; } = "1";

    /// <summary>With the number of the house.</summary>
    public string Street { get; init; } = "Kouter 12";

    /// <summary>Four digits.</summary>
    public string Zip { get; init; } = "9000";

    /// <summary>Of the address; also where the card was handed over.</summary>
    public string Municipality { get; init; } = "Gent";

    /// <summary>Kids' cards have none.</summary>
    public bool HasSignatureCertificate { get; init; } = true;

    /// <summary>Days from the making of the card to the begin and the end of its certificates.</summary>
    public (int From, int To) ValidDays { get; init; } = (-30, 3650);

    /// <summary>Whether the Foreigner CA issues the certificates.</summary>
    public bool IsForeigner => DocumentType is not ("1" or "6");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
