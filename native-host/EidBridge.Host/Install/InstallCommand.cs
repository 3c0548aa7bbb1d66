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
                terminal.WriteError($"Not installed: {problem}. Move it, for example to {machine.ProgramFolder}, or add --force.");
                return null;
            }

            terminal.WriteError($"Warning: {problem}.");
        }

        HostIds[] names = options.WebEid ? [ids, HostIds.LoadWebEid()] : [ids];
        if (options.Folder is { } folder)
        {
            return [.. names.Select(name => Put(InstallPlace.OfFolder(folder, name), options, machine, ids))];
        }

        return
        [
            .. from browser in machine.Browsers
               where options.Browsers?.Contains(browser.Id, StringComparer.Ordinal) ?? true
               from name in names
               let place = InstallPlace.Of(browser, scope, machine, name)
               select options.Browsers is null && !options.All && !machine.IsInstalled(browser)
                   ? new InstallOutcome(browser.Id, place.Shown, OutcomeKind.Skipped, $"{browser.Name} is not installed")
                   : Put(place, options, machine, ids),
        ];
    }

    private static InstallOutcome Put(InstallPlace place, InstallOptions options, InstallMachine machine, HostIds ours) =>
        InstallSession.Guard(place, () =>
        {
            var text = HostManifest.Render(place.Kind, place.Ids, machine.HostPath, options.DevelopmentId);
            var there = ManifestFile.Read(place.File);
            if (there == text && IsRegistered(place, machine))
            {
                return new(place.BrowserId, place.Shown, OutcomeKind.Unchanged);
            }

            // The name is somebody else's: their program is not put out of work without being asked to.
            if (place.Ids != ours && !options.Force && Owner(place, there, machine) is { } other && other != machine.HostPath)
            {
                return new(place.BrowserId, place.Shown, OutcomeKind.Kept, $"it points to {other}; --force replaces it");
            }

            if (!options.DryRun)
            {
                ManifestFile.Write(place.File, text);
                Register(place, machine);
            }

            return new(place.BrowserId, place.Shown, OutcomeKind.Written);
        });

    private static string? Owner(InstallPlace place, string? there, InstallMachine machine)
    {
        if (place.Key is null)
        {
            return there is null ? null : HostManifest.Parse(there)?.Path;
        }

        var file = machine.Registry!.Read(place.Scope, view32: true, place.Key) ?? machine.Registry.Read(place.Scope, view32: false, place.Key);
        return file is null || file == place.File ? null : file;
    }

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
