namespace EidBridge.Host.Install;

/// <summary><c>install</c>: tells the browsers where this program is. Runs as often as one likes; writes nothing but manifests and keys.</summary>
internal static class InstallCommand
{
    internal static Task<int> RunAsync(string[] args, Terminal terminal) =>
        Task.FromResult(Run(args, terminal, InstallMachine.Current(), HostIds.Load()));

    internal static int Run(string[] args, Terminal terminal, InstallMachine machine, HostIds ids) =>
        InstallSession.Run("install", args, terminal, machine, options => Install(options, terminal, machine, ids));

    private static List<InstallOutcome>? Install(InstallOptions options, Terminal terminal, InstallMachine machine, HostIds ids)
    {
        var scope = options.Scope ?? InstallScope.Machine;
        var forMachine = scope == InstallScope.Machine && options.Folder is null;
        if (HostPathCheck.Problem(machine.HostPath, forMachine) is { } problem && !options.Force)
        {
            if (forMachine)
            {
                terminal.WriteError($"Not installed: {problem}. Move it, for example to /usr/lib/eidbridge, or add --force.");
                return null;
            }

            terminal.WriteError($"Warning: {problem}.");
        }

        if (options.Folder is { } folder)
        {
            return [Put(InstallPlace.OfFolder(folder, ids), options, machine, ids)];
        }

        return [.. machine.Browsers.Where(b => options.Browsers?.Contains(b.Id, StringComparer.Ordinal) ?? true).Select(browser =>
        {
            var place = InstallPlace.Of(browser, scope, machine, ids);
            return options.Browsers is null && !options.All && !machine.IsInstalled(browser)
                ? new InstallOutcome(browser.Id, place.Shown, OutcomeKind.Skipped, $"{browser.Name} is not installed")
                : Put(place, options, machine, ids);
        })];
    }

    private static InstallOutcome Put(InstallPlace place, InstallOptions options, InstallMachine machine, HostIds ids) =>
        InstallSession.Guard(place, () =>
        {
            var text = HostManifest.Render(place.Kind, ids, machine.HostPath, options.DevelopmentId);
            if (ManifestFile.Read(place.File) == text && IsRegistered(place, machine))
            {
                return new(place.BrowserId, place.Shown, OutcomeKind.Unchanged);
            }

            if (!options.DryRun)
            {
                ManifestFile.Write(place.File, text);
                Register(place, machine);
            }

            return new(place.BrowserId, place.Shown, OutcomeKind.Written);
        });

    private static bool IsRegistered(InstallPlace place, InstallMachine machine) =>
        place.Key is null
        || (machine.Registry!.Read(place.Scope, view32: false, place.Key) == place.File
            && machine.Registry.Read(place.Scope, view32: true, place.Key) is null);

    private static void Register(InstallPlace place, InstallMachine machine)
    {
        if (place.Key is not null)
        {
            // Browsers look in the 32-bit view first: an old entry there would win.
            machine.Registry!.Delete(place.Scope, view32: true, place.Key);
            machine.Registry.Write(place.Scope, view32: false, place.Key, place.File);
        }
    }
}
