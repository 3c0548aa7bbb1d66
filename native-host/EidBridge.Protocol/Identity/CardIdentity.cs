using System.Globalization;

namespace EidBridge.Protocol.Identity;

/// <summary>
/// The identity file 3F00 DF01 4031 of a Belgian card, read (card content, version 5.4). What is missing or empty on the card, or
/// not written as the documents say, is null: nothing is guessed.
/// </summary>
public sealed class CardIdentity
{
    private const string CardDate = "dd.MM.yyyy";
    private readonly CardTags _tags;

    private CardIdentity(CardTags tags) => _tags = tags;

    /// <summary>12 digits on a citizen's card; a letter and digits on a foreigner's.</summary>
    public string? CardNumber => _tags.Text(0x01);

    /// <summary>The chip's serial number, 16 bytes.</summary>
    public byte[]? ChipNumber => _tags.Bytes(0x02);

    /// <summary>First day of the card's validity.</summary>
    public DateOnly? ValidFrom => Day(0x03);

    /// <summary>Last day of the card's validity.</summary>
    public DateOnly? ValidUntil => Day(0x04);

    /// <summary>That delivered the card.</summary>
    public string? Municipality => _tags.Text(0x05);

    /// <summary>11 digits, else null. Whether the check digits are right is for whoever relies on it.</summary>
    public string? NationalNumber => _tags.Text(0x06) is { Length: 11 } number && number.All(char.IsAsciiDigit) ? number : null;

    /// <summary>As the register writes it.</summary>
    public string? Surname => _tags.Text(0x07);

    /// <summary>The first two, with a space between them.</summary>
    public string? GivenNames => _tags.Text(0x08);

    /// <summary>First letter of the third given name.</summary>
    public string? ThirdInitial => _tags.Text(0x09);

    /// <summary>In the language of the card.</summary>
    public string? Nationality => _tags.Text(0x0A);

    /// <summary>In the language of the card.</summary>
    public string? BirthPlace => _tags.Text(0x0B);

    /// <summary>ISO 8601, <c>1971-01-31</c>; <c>1971-01</c> or <c>1971</c> where the register knows no more.</summary>
    public string? BirthDate => _tags.Text(0x0C) is { } text ? CardBirthDate.ToIso(text) : null;

    /// <summary><c>M</c> or <c>F</c>.</summary>
    public string? Sex => _tags.Text(0x0D) switch
    {
        "M" => "M",
        "F" or "V" or "W" => "F",
        _ => null,
    };

    /// <summary>In the language of the card.</summary>
    public string? NobleCondition => _tags.Text(0x0E);

    /// <summary>The number of the document type: 1 citizen, 6 kids, 11 and up foreigners' cards.</summary>
    public string? DocumentType => _tags.Text(0x0F);

    /// <summary>1 white cane, 2 extended minority, 3 both, 4 yellow cane, 5 yellow cane and extended minority; null for none (0).</summary>
    public string? SpecialStatus => _tags.Text(0x10) is { } status and not "0" ? status : null;

    /// <summary>SHA-1, SHA-256 or SHA-384 of the photo, by its length.</summary>
    public byte[]? PhotoHash => _tags.Bytes(0x11);

    /// <summary>How often the card was made anew: two digits.</summary>
    public string? Duplicate => _tags.Text(0x12);

    /// <summary>1 SHAPE, 2 NATO, 5 researcher; another number as it stands.</summary>
    public string? SpecialOrganisation => _tags.Text(0x13);

    /// <summary>Whether the holder is a member of the family of a citizen of the Union: on foreigners' cards.</summary>
    public bool IsMemberOfFamily => _tags.Text(0x14) is { } mention && mention != "0";

    /// <summary>Since when a country protects the holder, and which (ISO 3166 alpha-2): <c>dd.MM.yyyy-A2</c> on the card.</summary>
    public (DateOnly Since, string Country)? Protection =>
        _tags.Text(0x15)?.Split('-') is [var since, { Length: 2 } country] && ToDay(since) is { } day ? (day, country) : null;

    /// <summary>7, 8, 9 or A: which work the holder may do.</summary>
    public string? WorkPermit => _tags.Text(0x16);

    /// <summary>The first VAT number that the card names.</summary>
    public string? VatNumber => _tags.Text(0x17);

    /// <summary>The second.</summary>
    public string? SecondVatNumber => _tags.Text(0x18);

    /// <summary>Of the region, where the card names one.</summary>
    public string? RegionalFileNumber => _tags.Text(0x19);

    /// <summary>SHA-384 of the basic key's file 4040.</summary>
    public byte[]? BasicKeyHash => _tags.Bytes(0x1A);

    /// <summary>Whether the card has a basic key: applet 1.8.</summary>
    public bool HasBasicKey => BasicKeyHash is not null;

    /// <summary>Mentions of the withdrawal agreement (tags 1B, 1C) and of A cards (1D, 1E), as they stand; empty where there is none.</summary>
    public IReadOnlyList<string> Mentions => [.. new byte[] { 0x1B, 0x1C, 0x1D, 0x1E }.Select(_tags.Text).OfType<string>()];

    /// <summary>Since when the holder of an EU or EU+ card has that status.</summary>
    public DateOnly? UnionStatusSince => Day(0x1F);

    /// <summary>Names for a person to read, or null.</summary>
    public string? Person
    {
        get
        {
            var names = new[] { GivenNames, Surname }.OfType<string>().ToArray();
            return names.Length > 0 ? string.Join(' ', names) : null;
        }
    }

    /// <param name="file">The whole file, padding included.</param>
    /// <returns>Null when it is no identity file: neither a name nor a card number stands in it.</returns>
    public static CardIdentity? Parse(ReadOnlySpan<byte> file) =>
        CardTags.Parse(file) is { } tags && (tags.Text(0x07) ?? tags.Text(0x01)) is not null ? new CardIdentity(tags) : null;

    /// <summary>Says nothing of whose it is.</summary>
    public override string ToString() => nameof(CardIdentity);

    private DateOnly? Day(byte tag) => _tags.Text(tag) is { } text ? ToDay(text) : null;

    private static DateOnly? ToDay(string text) =>
        DateOnly.TryParseExact(text, CardDate, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
