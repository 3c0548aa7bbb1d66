using System.Runtime.Versioning;
using EidBridge.Host.Configuration;

namespace EidBridge.Host.Install;

/// <summary>Whether the program is where a browser can rely on it and nobody else can replace it.</summary>
internal static class HostPathCheck
{
    private static readonly string[] PassingFolders = ["/tmp/", "/var/tmp/", "/Downloads/", "\\Temp\\", "\\Downloads\\", "\\AppData\\", "\\OneDrive"];

    /// <param name="forMachine">Whether every user's browser will start it: then nobody but root may be able to replace it.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Problem(string hostPath, bool forMachine)
    {
        if (!Path.IsPathFullyQualified(hostPath) || !File.Exists(hostPath))
        {
            return $"{hostPath} is no program with an absolute path";
        }

        if (Array.Find(PassingFolders, f => hostPath.Contains(f, StringComparison.OrdinalIgnoreCase)) is { } passing)
        {
            return $"the program is in a folder that does not last ({passing.Trim('/', '\\')})";
        }

        return OperatingSystem.IsLinux() && Replaceable(hostPath, forMachine) is { } open
            ? $"others can write to {open}, or own it"
            : null;
    }

    /// <summary>The program and the folders above it: whoever can write to one of them can put another program in its place.</summary>
    /// <returns>The first that others can write to, or null.</returns>
    [SupportedOSPlatform("linux")]
    internal static string? Replaceable(string hostPath, bool forMachine)
    {
        for (var path = hostPath; path is not null; path = Path.GetDirectoryName(path))
        {
            if (FileOwnership.CanBeReplaced(path, byOwner: forMachine))
            {
                return path;
            }
        }

        return null;
    }
}
