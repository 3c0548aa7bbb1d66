namespace EidBridge.VirtualCard;

/// <summary>The persons a virtual card can belong to.</summary>
public static class CardPersons
{
    /// <summary>A citizen who speaks Dutch.</summary>
    public static CardPerson An { get; } = new("an", "An Maria", "Peeters", Number("800517", "998", 1980), new DateOnly(1980, 5, 17), "V", "nl", "Gent");

    /// <summary>A citizen who speaks French.</summary>
    public static CardPerson Lucie { get; } = new("lucie", "Lucie Anne", "Dubois", Number("751103", "998", 1975), new DateOnly(1975, 11, 3), "F", "fr", "Namur")
    {
        Nationality = "Belge",
        Street = "Rue de Fer 48",
        Zip = "5000",
        Municipality = "Namur",
    };

    /// <summary>A citizen who speaks German; names with umlauts.</summary>
    public static CardPerson Jurgen { get; } = new("jurgen", "Jürgen", "Kaufmann", Number("690228", "997", 1969), new DateOnly(1969, 2, 28), "M", "de", "Eupen")
    {
        Nationality = "Belgier",
        Street = "Gospertstraße 1",
        Zip = "4700",
        Municipality = "Eupen",
    };

    /// <summary>A citizen of another EU country: certificates of the Foreigner CA.</summary>
    public static CardPerson Maria { get; } = new("maria", "Maria Zofia", "Nowak", Number("881209", "998", 1988), new DateOnly(1988, 12, 9), "V", "nl", "Kraków")
    {
        Nationality = "Pools",
        DocumentType = "31",
    };

    /// <summary>A child: a Kids-ID, no signature certificate.</summary>
    public static CardPerson Emma { get; } = new("emma", "Emma", "Janssens", Number("140822", "998", 2014), new DateOnly(2014, 8, 22), "V", "nl", "Leuven")
    {
        DocumentType = "6",
        HasSignatureCertificate = false,
    };

    /// <summary>A citizen whose certificates have expired.</summary>
    public static CardPerson Oscar { get; } = new("oscar", "Oscar", "De Smet", Number("550412", "997", 1955), new DateOnly(1955, 4, 12), "M", "nl", "Brugge")
    {
        ValidDays = (-3660, -10),
    };

    /// <summary>A citizen whose certificates are not valid yet.</summary>
    public static CardPerson Nina { get; } = new("nina", "Nina", "Claes", Number("920630", "998", 1992), new DateOnly(1992, 6, 30), "V", "nl", "Hasselt")
    {
        ValidDays = (400, 4000),
    };

    /// <summary>All of the above.</summary>
    public static IReadOnlyList<CardPerson> All { get; } = [An, Lucie, Jurgen, Maria, Emma, Oscar, Nina];

    /// <exception cref="KeyNotFoundException">Nobody has that name.</exception>
    public static CardPerson Find(string name) =>
        All.FirstOrDefault(p => p.Name == name) ?? throw new KeyNotFoundException($"No person '{name}': {string.Join(' ', All)}");

    // Check digits: 97 - (first nine mod 97), with a 2 in front for births from 2000 on.
    private static string Number(string date, string sequence, int year)
    {
        var nine = long.Parse((year >= 2000 ? "2" : string.Empty) + date + sequence, System.Globalization.CultureInfo.InvariantCulture);
        return FormattableString.Invariant($"{date}{sequence}{97 - (nine % 97):00}");
    }
}
