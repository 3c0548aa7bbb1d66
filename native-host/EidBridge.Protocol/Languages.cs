namespace EidBridge.Protocol;

/// <summary>The four languages every text exists in.</summary>
public static class Languages
{
    /// <summary>English, where a person's language is unknown.</summary>
    public const string Default = "en";

    /// <summary><c>nl fr de en</c>.</summary>
    public static IReadOnlyList<string> All { get; } = ["nl", "fr", "de", "en"];

    /// <param name="tag">A BCP 47 tag such as <c>nl-BE</c>, or null.</param>
    /// <returns>One of <see cref="All"/>.</returns>
    public static string Closest(string? tag)
    {
        var primary = tag?.Split('-', '_')[0];
        return All.FirstOrDefault(l => string.Equals(l, primary, StringComparison.OrdinalIgnoreCase)) ?? Default;
    }
}
