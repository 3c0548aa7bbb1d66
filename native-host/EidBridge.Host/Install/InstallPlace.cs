namespace EidBridge.Host.Install;

/// <summary>One place where one browser looks: a manifest, and on Windows the key that points to it.</summary>
/// <param name="Ids">Under which name, and for whom.</param>
/// <param name="Key">Null where files are found by their folder.</param>
internal sealed record InstallPlace(string BrowserId, ManifestKind Kind, InstallScope Scope, HostIds Ids, string File, string? Key)
{
    public string Shown => Key is null ? File : $"{(Scope == InstallScope.Machine ? "HKLM" : "HKCU")}\\{Key}";

    public static InstallPlace Of(Browser browser, InstallScope scope, InstallMachine machine, HostIds ids)
    {
        var fileName = $"{ids.HostName}.json";
        if (machine.Registry is null)
        {
            return new(browser.Id, browser.Kind, scope, ids, Path.Combine(machine.Folder(browser, scope), fileName), Key: null);
        }

        // Beside the program, in a folder per kind, because both files must carry the host's name.
        var folder = Path.Combine(Path.GetDirectoryName(machine.HostPath)!, browser.Kind == ManifestKind.Firefox ? "firefox" : "chromium");
        return new(browser.Id, browser.Kind, scope, ids, Path.Combine(folder, fileName), $"{browser.RegistryKey}\\{ids.HostName}");
    }

    public static InstallPlace OfFolder(string folder, HostIds ids) =>
        new("directory", ManifestKind.Chromium, InstallScope.User, ids, Path.Combine(folder, $"{ids.HostName}.json"), Key: null);
}
