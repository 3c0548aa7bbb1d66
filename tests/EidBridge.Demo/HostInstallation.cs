namespace EidBridge.Demo;

/// <summary>A copy of the published host, registered for one Chromium profile and one person's Firefox by its own install command.</summary>
public static class HostInstallation
{
    /// <param name="folder">The copy goes here, with the configuration beside it.</param>
    /// <param name="profile">Chromium's user data folder.</param>
    /// <param name="environment">HOME and the XDG folders of the person.</param>
    /// <returns>The program's path.</returns>
    public static async Task<string> InstallAsync(
        string folder, string profile, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Repository.PublishedHost))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        // http://localhost is refused by default: this copy is the only one that allows it.
        await File.WriteAllTextAsync(
            Path.Combine(folder, "eidbridge-host.json"), """{ "allowHttpLocalhost": true, "prompts": "gtk" }""", cancellationToken);
        var program = Path.Combine(folder, "eidbridge-host");
        await ChildProcess.RunAsync(
            program,
            ["install", "--browsers", "chromium", "--directory", Path.Combine(profile, "NativeMessagingHosts")],
            environment,
            cancellationToken);
        await ChildProcess.RunAsync(program, ["install", "--browsers", "firefox", "--scope", "user"], environment, cancellationToken);
        return program;
    }
}
