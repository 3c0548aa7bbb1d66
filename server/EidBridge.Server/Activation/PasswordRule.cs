using System.Collections.Frozen;

namespace EidBridge.Server.Activation;

internal enum PasswordVerdict
{
    Good,
    TooShort,
    TooLong,
    NoDigit,
    NoLetter,
    Common,
    IsEmail,
}

/// <summary>8 to 128 characters, at least one digit and one letter, not an obvious one, not the e-mail.</summary>
internal static class PasswordRule
{
    public const int MinimumLength = 8;
    public const int MaximumLength = 128;

    private static readonly FrozenSet<string> CommonWords = Load();

    public static PasswordVerdict Judge(Password password, string? email)
    {
        var text = password.Text;
        return text switch
        {
            { Length: < MinimumLength } => PasswordVerdict.TooShort,
            { Length: > MaximumLength } => PasswordVerdict.TooLong,
            _ when !text.Any(char.IsDigit) => PasswordVerdict.NoDigit,
            _ when !text.Any(char.IsLetter) => PasswordVerdict.NoLetter,
            _ when IsEmail(text, email) => PasswordVerdict.IsEmail,
            _ when IsCommon(text) => PasswordVerdict.Common,
            _ => PasswordVerdict.Good,
        };
    }

    private static bool IsEmail(string text, string? email) =>
        email is not null && (string.Equals(text, email, StringComparison.OrdinalIgnoreCase)
            || string.Equals(text, email.Split('@')[0], StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// A word of the list, as it is or with the usual dressing: capitals, 4 for a, digits and signs before or after. One list entry
    /// stands for hundreds of passwords.
    /// </summary>
    private static bool IsCommon(string text)
    {
        var lower = text.ToLowerInvariant();
        var bare = lower.Trim([.. "0123456789!?.,-_*#@$+& "]);
        return bare.Length <= 1
            || lower.Distinct().Count() <= 3
            || CommonWords.Contains(lower)
            || CommonWords.Contains(bare)
            || CommonWords.Contains(Undressed(bare))
            || CommonWords.Contains(Undressed(lower).Trim([.. "0123456789!?.,-_*#+& "]));
    }

    private static string Undressed(string text) =>
        string.Concat(text.Select(c => c switch { '4' or '@' => 'a', '3' => 'e', '1' or '!' => 'i', '0' => 'o', '5' or '$' => 's', '7' => 't', _ => c }));

    private static FrozenSet<string> Load()
    {
        using var stream = typeof(PasswordRule).Assembly.GetManifestResourceStream("common-passwords.txt")
            ?? throw new InvalidOperationException("common-passwords.txt is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
