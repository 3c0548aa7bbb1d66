using System.Globalization;

namespace EidBridge.Protocol.Identity;

/// <summary>Birth dates as cards have them: <c>31 JAN 1971</c>, <c>31.JAN.1971</c>, also <c>1 JAN 1971</c> and <c>22.DEZ. 1997</c>, the day or month sometimes missing.</summary>
public static class CardBirthDate
{
    private static readonly Dictionary<string, int> Months = new(StringComparer.OrdinalIgnoreCase)
    {
        ["JAN"] = 1,
        ["FEB"] = 2,
        ["FEV"] = 2,
        ["MAAR"] = 3,
        ["MARS"] = 3,
        ["MÄR"] = 3,
        ["APR"] = 4,
        ["AVR"] = 4,
        ["MEI"] = 5,
        ["MAI"] = 5,
        ["JUN"] = 6,
        ["JUIN"] = 6,
        ["JUL"] = 7,
        ["JUIL"] = 7,
        ["AUG"] = 8,
        ["AOUT"] = 8,
        ["SEP"] = 9,
        ["SEPT"] = 9,
        ["OKT"] = 10,
        ["OCT"] = 10,
        ["NOV"] = 11,
        ["DEC"] = 12,
        ["DEZ"] = 12,
    };

    /// <returns>ISO 8601 with as much as the card says, or null when it cannot be read.</returns>
    public static string? ToIso(string text)
    {
        var parts = text.Split([' ', '.'], StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            [var day, var month, var year] when Number(day, 31) is { } d && MonthOf(month) is { } m && Year(year) is { } y && d <= DateTime.DaysInMonth(y, m)
                => FormattableString.Invariant($"{y:0000}-{m:00}-{d:00}"),
            [var month, var year] when MonthOf(month) is { } m && Year(year) is { } y => FormattableString.Invariant($"{y:0000}-{m:00}"),
            [var year] when Year(year) is { } y => FormattableString.Invariant($"{y:0000}"),
            _ => null,
        };
    }

    private static int? MonthOf(string word) => Months.TryGetValue(word, out var month) ? month : null;

    private static int? Year(string digits) => digits.Length == 4 && Number(digits, 9999) is { } year ? year : null;

    private static int? Number(string digits, int most) =>
        digits.All(char.IsAsciiDigit) && int.TryParse(digits, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number : null;
}
