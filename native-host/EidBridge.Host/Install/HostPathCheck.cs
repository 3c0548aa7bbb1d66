namespace EidBridge.Host.Install;

/// <summary>Whether the program is where a browser can rely on it and nobody else can replace it.</summary>
internal static class HostPathCheck
{
    private static readonly string[] PassingFolders = ["/tmp/", "/var/tmp/", "/Downloads/", "\\Temp\\", "\\Downloads\\", "\\AppData\\", "\\OneDrive"];

    /// <returns>What is wrong, or null.</returns>
    public static string? Problem(string hostPath)
    {
        if (!Path.IsPathFullyQualified(hostPath) || !File.Exists(hostPath))
        {
            return $"{hostPath} is no program with an absolute path";
        }

        if (Array.Find(PassingFolders, f => hostPath.Contains(f, StringComparison.OrdinalIgnoreCase)) is { } passing)
        {
            return $"the program is in a folder that does not last ({passing.Trim('/', '\\')})";
        }

        return !OperatingSystem.IsWindows() && Others(hostPath) is { } open
            ? $"other users can write to {open}"
            : null;
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static string? Others(string hostPath) =>
        new[] { hostPath, Path.GetDirectoryName(hostPath)! }.FirstOrDefault(p => File.GetUnixFileMode(p).HasFlag(UnixFileMode.OtherWrite));
}
