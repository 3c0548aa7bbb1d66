namespace EidBridge.Host.Install;

/// <summary>
/// <c>uninstall</c>: takes away what <c>install</c> wrote, and only that. Without <c>--scope</c> it looks everywhere. Policies, logs and
/// folders stay.
/// </summary>
internal static class UninstallCommand
{
    internal static Task<int> RunAsync(string[] args, Terminal terminal) =>
        Task.FromResult(Run(args, terminal, InstallMachine.Current(), HostIds.Load()));

    internal static int Run(string[] args, Terminal terminal, InstallMachine machine, HostIds ids) =>
        InstallSession.Run("uninstall", args, terminal, machine, options => Uninstall(options, machine, ids));

    private static List<InstallOutcome> Uninstall(InstallOptions options, InstallMachine machine, HostIds ids)
    {
        HostIds[] names = [ids, HostIds.LoadWebEid()];
        var places = options.Folder is { } folder
            ? names.Select(name => InstallPlace.OfFolder(folder, name))
            : Everywhere(machine, names).Where(p =>
                (options.Scope ?? p.Scope) == p.Scope && (options.Browsers?.Contains(p.BrowserId, StringComparer.Ordinal) ?? true));
        // What lies under Web eID's name and is not ours is none of our business, forced or not.
        var found = places.Select(p => (Place: p, Text: Find(p, machine))).Where(p => p.Text is not null && (p.Place.Ids == ids || IsOurs(p.Place, p.Text, machine))).ToArray();
        return [.. found.Select(p => InstallSession.Guard(p.Place, () => Remove(p.Place, p.Text!, options, machine)))];
    }

    private static IEnumerable<InstallPlace> Everywhere(InstallMachine machine, HostIds[] names) =>
        from browser in machine.Browsers
        from scope in Enum.GetValues<InstallScope>()
        from name in names
        select InstallPlace.Of(browser, scope, machine, name);

    private static bool IsOurs(InstallPlace place, string text, InstallMachine machine) =>
        HostManifest.Parse(text) is { } manifest && manifest.Name == place.Ids.HostName && manifest.Path == machine.HostPath;

    /// <returns>The manifest's text, empty when only a key is left, or null when there is nothing.</returns>
    private static string? Find(InstallPlace place, InstallMachine machine)
    {
        if (place.Key is null)
        {
            return ManifestFile.Read(place.File);
        }

        var target = machine.Registry!.Read(place.Scope, view32: false, place.Key)
            ?? machine.Registry.Read(place.Scope, view32: true, place.Key);
        return target is null ? null : ManifestFile.Read(target) ?? string.Empty;
    }

    private static InstallOutcome Remove(InstallPlace place, string text, InstallOptions options, InstallMachine machine)
    {
        var manifest = HostManifest.Parse(text);
        var isOurs = text.Length == 0 || IsOurs(place, text, machine);
        if (!isOurs && !options.Force)
        {
            return new(place.BrowserId, place.Shown, OutcomeKind.Kept, $"it points to {manifest?.Path ?? "something else"}; --force removes it");
        }

        if (!options.DryRun)
        {
            if (place.Key is not null)
            {
                machine.Registry!.Delete(place.Scope, view32: false, place.Key);
                machine.Registry.Delete(place.Scope, view32: true, place.Key);
            }

            // On Windows the keys of several browsers point to one file.
            if (place.Key is null || !Everywhere(machine, [place.Ids]).Any(p => p.File == place.File && Find(p, machine) is not null))
            {
                File.Delete(place.File);
            }
        }

        return new(place.BrowserId, place.Shown, OutcomeKind.Removed);
    }
}
