using System.Runtime.InteropServices;
using EidBridge.Protocol;

namespace EidBridge.Host.Prompts;

/// <summary>The language of the desktop, for requests that name none.</summary>
internal static unsafe partial class DesktopLanguage
{
    private const int LongestName = 85;
    private static readonly string[] Variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <param name="requested">The request's language tag, or null.</param>
    /// <returns>One of the four languages.</returns>
    public static string Choose(string? requested) => OperatingSystem.IsWindows()
        ? Languages.Closest(string.IsNullOrWhiteSpace(requested) ? OfWindows() : requested)
        : Choose(requested, Environment.GetEnvironmentVariable);

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

    /// <summary>The language of Windows' own windows. The host carries no culture data that could tell.</summary>
    private static string OfWindows()
    {
        var name = stackalloc char[LongestName];
        var length = GetName(GetUserDefaultUILanguage(), name, LongestName, flags: 0);
        return new string(name, 0, Math.Max(length - 1, 0));
    }

    [LibraryImport("kernel32.dll")]
    private static partial ushort GetUserDefaultUILanguage();

    [LibraryImport("kernel32.dll", EntryPoint = "LCIDToLocaleName")]
    private static partial int GetName(uint language, char* name, int length, uint flags);
}
