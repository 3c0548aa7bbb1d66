namespace EidBridge.Demo;

/// <summary>
/// A browser under an administrator's policies, which it reads from a folder of the system: that folder is replaced in a mount
/// namespace that only this browser sees. Needs root.
/// </summary>
internal static class ManagedBrowser
{
    private const string Script = """mount --make-rprivate / && mount --bind "$0" "$1" && shift && exec "$@" """;

    /// <returns>Words to put before Firefox's own, so that it finds these policies.</returns>
    public static string[] ForFirefox(string folder, string policies)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "policies.json"), policies);
        return ["unshare", "-m", "sh", "-c", Script, folder, "/usr/lib/firefox-esr/distribution"];
    }

    /// <returns>A program to start in Chromium's place, so that it finds these policies.</returns>
    public static string ForChromium(string folder, string policies, string program)
    {
        var managed = Directory.CreateDirectory(Path.Combine(folder, "policies", "managed"));
        File.WriteAllText(Path.Combine(managed.FullName, "eidbridge.json"), policies);
        var launcher = Path.Combine(folder, "chromium");
        File.WriteAllText(launcher, $"""
            #!/bin/sh
            exec unshare -m sh -c '{Script}' '{folder}' /etc/chromium {program} "$@"

            """);
        File.SetUnixFileMode(launcher, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return launcher;
    }
}
