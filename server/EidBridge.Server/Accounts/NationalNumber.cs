using System.Globalization;

namespace EidBridge.Server.Accounts;

/// <summary>The eleven digits of a Belgian national number. Printing it says only what it is.</summary>
internal sealed class NationalNumber
{
    private const int Length = 11;

    private NationalNumber(string digits) => Digits = digits;

    /// <summary>For hashing, encryption and the proof's cookie; never for a log, an URL or another system.</summary>
    public string Digits { get; }

    /// <summary>Enough to recognise one's own: the year of birth and the check digits.</summary>
    public string Masked => $"{Digits[..2]}.••.••-•••.{Digits[9..]}";

    /// <param name="text">Digits, with or without the dots and dashes of the printed form.</param>
    /// <param name="number">The number, if its check digits are right (97 - n mod 97, with 2 before n for births from 2000).</param>
    public static bool TryParse(string? text, out NationalNumber? number)
    {
        var digits = string.Concat((text ?? string.Empty).Where(c => c is not ('.' or '-' or ' ')));
        number = digits.Length == Length && digits.All(char.IsAsciiDigit) && HasRightCheck(digits) ? new NationalNumber(digits) : null;
        return number is not null;
    }

    /// <exception cref="FormatException">Not a national number.</exception>
    public static NationalNumber Parse(string text) =>
        TryParse(text, out var number) ? number! : throw new FormatException("Not a national number");

    public override string ToString() => "(national number)";

    private static bool HasRightCheck(string digits)
    {
        var born = long.Parse(digits.AsSpan(0, 9), CultureInfo.InvariantCulture);
        var check = int.Parse(digits.AsSpan(9), CultureInfo.InvariantCulture);
        return 97 - (born % 97) == check || 97 - ((2_000_000_000 + born) % 97) == check;
    }
}
