using System.Text.RegularExpressions;
using PhoneNumbers;

namespace EidBridge.Server.Registration;

/// <summary>Belgian mobile numbers: the code that activates the account goes there.</summary>
internal static partial class Mobile
{
    private const string Region = "BE";
    private const int MaximumLength = 30;

    /// <param name="text">As people write it: <c>0470 12 34 56</c>, <c>+32 470/12.34.56</c>.</param>
    /// <returns>E.164, for example +32470123456, or null when it is not a Belgian mobile number.</returns>
    public static string? Normalize(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaximumLength)
        {
            return null;
        }

        try
        {
            var numbers = PhoneNumberUtil.GetInstance();
            var e164 = numbers.Format(numbers.Parse(text, Region), PhoneNumberFormat.E164);
            return Belgian().IsMatch(e164) ? e164 : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>The last two digits, for saying where a code went.</summary>
    public static string Masked(string e164) => $"+32 4•• •• •• {e164[^2..]}";

    [GeneratedRegex(@"^\+324[5-9]\d{7}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Belgian();
}
