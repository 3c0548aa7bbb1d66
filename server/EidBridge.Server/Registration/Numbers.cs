using System.Globalization;

namespace EidBridge.Server.Registration;

/// <summary>RIZIV/INAMI numbers: profession(1) serial(5) check(2) qualification(3).</summary>
internal static class Riziv
{
    private const int Length = 11;

    /// <returns>Eleven digits, or null when it is not a number of that shape.</returns>
    public static string? Normalize(string? text)
    {
        var digits = Digits.Of(text);
        return digits?.Length == Length ? digits : null;
    }

    /// <summary>
    /// Whether the check digits are the complement modulo 97 (or 89, for doctors from 2019-04-01) of the first six. A number that
    /// fails is accepted with a warning: the rule for newer numbers is not published.
    /// </summary>
    public static bool HasRightCheck(string riziv)
    {
        var first = int.Parse(riziv.AsSpan(0, 6), CultureInfo.InvariantCulture);
        var check = int.Parse(riziv.AsSpan(6, 2), CultureInfo.InvariantCulture);
        return check == 97 - (first % 97) || check == 89 - (first % 89);
    }
}

/// <summary>Numbers of the Crossroads Bank for Enterprises: ten digits, the first 0 or 1, the last two 97 - n mod 97.</summary>
internal static class EnterpriseNumber
{
    private const int Length = 10;

    /// <returns>Ten digits, or null when it is not such a number. <c>BE</c> before it is left out.</returns>
    public static string? Normalize(string? text)
    {
        var trimmed = text?.Trim();
        var bare = trimmed?.StartsWith("BE", StringComparison.OrdinalIgnoreCase) == true ? trimmed[2..] : trimmed;
        return Digits.Of(bare) is { Length: Length } digits && (digits[0] is '0' or '1') && HasRightCheck(digits) ? digits : null;
    }

    private static bool HasRightCheck(string digits) =>
        long.Parse(digits.AsSpan(8), CultureInfo.InvariantCulture) == 97 - (long.Parse(digits.AsSpan(0, 8), CultureInfo.InvariantCulture) % 97);
}

internal static class Digits
{
    /// <returns>The digits without blanks, dots, dashes and slashes, or null when anything else is among them.</returns>
    public static string? Of(string? text)
    {
        var bare = string.Concat((text ?? string.Empty).Where(c => c is not (' ' or '.' or '-' or '/')));
        return bare.Length > 0 && bare.All(char.IsAsciiDigit) ? bare : null;
    }
}
