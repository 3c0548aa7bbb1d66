using EidBridge.Protocol;

namespace EidBridge.Host.Prompts;

/// <summary>The language of the desktop, for requests that name none.</summary>
internal static class DesktopLanguage
{
    private static readonly string[] Variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <param name="requested">The request's language tag, or null.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <returns>One of the four languages.</returns>
    public static string Choose(string? requested, Func<string, string?> variable)
    {
        var tag = string.IsNullOrWhiteSpace(requested)
            ? Variables.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value))
            : requested;
        return Languages.Closest(tag?.Split('.')[0]);
    }
}
