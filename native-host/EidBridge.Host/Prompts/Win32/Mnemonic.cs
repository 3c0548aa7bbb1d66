namespace EidBridge.Host.Prompts.Win32;

/// <summary>Something that Alt and its letter lead to.</summary>
internal interface IMnemonic
{
    char? Letter { get; }

    void Reach();
}

/// <summary>Our texts mark the letter with an underscore, Windows with an ampersand.</summary>
internal static class Mnemonic
{
    public static string ForWindows(string text) =>
        text.Replace("&", "&&", StringComparison.Ordinal).Replace('_', '&');

    public static char? LetterOf(string text)
    {
        var mark = text.IndexOf('_', StringComparison.Ordinal);
        return mark < 0 || mark + 1 == text.Length ? null : char.ToUpperInvariant(text[mark + 1]);
    }
}
