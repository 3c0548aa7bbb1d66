namespace EidBridge.Host.Install;

/// <summary>What <c>install</c> and <c>uninstall</c> have in common: options, rights, report, exit code.</summary>
internal static class InstallSession
{
    /// <param name="work">Null when it refused and said so itself.</param>
    public static int Run(
        string command, string[] args, Terminal terminal, InstallMachine machine, Func<InstallOptions, List<InstallOutcome>?> work)
    {
        if (args is ["--help" or "-h"])
        {
            terminal.WriteLine($"eidbridge-host {command} [options]");
            terminal.WriteLine(InstallOptions.Usage);
            return ExitCode.Done;
        }

        InstallOptions options;
        try
        {
            options = InstallOptions.Parse(args, machine.Browsers.Select(b => b.Id));
        }
        catch (FormatException e)
        {
            terminal.WriteError($"{command}: {e.Message}");
            terminal.WriteError(InstallOptions.Usage);
            return ExitCode.Usage;
        }

        if (NeedsRights(command, options) && !machine.IsPrivileged)
        {
            terminal.WriteError("Administrator rights are needed for all users of this machine. Run:");
            terminal.WriteError($"  {Elevated(command, args, machine)}");
            terminal.WriteError($"or, for you alone: {Quote(machine.HostPath, machine)} {command} --scope user");
            return ExitCode.Forbidden;
        }

        if (work(options) is not { } outcomes)
        {
            return ExitCode.Forbidden;
        }

        if (outcomes.Exists(o => o.Kind == OutcomeKind.Forbidden) && !machine.IsPrivileged)
        {
            terminal.WriteError($"For the rest, run: {Elevated(command, args, machine)}");
        }

        return Report(outcomes, options, terminal);
    }

    /// <summary>One place that cannot be written must not keep the others from being written.</summary>
    public static InstallOutcome Guard(InstallPlace place, Func<InstallOutcome> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or System.Security.SecurityException)
        {
            return new(place.BrowserId, place.Shown, OutcomeKind.Forbidden, e.Message);
        }
        catch (IOException e)
        {
            return new(place.BrowserId, place.Shown, OutcomeKind.Failed, e.Message);
        }
    }

    private static bool NeedsRights(string command, InstallOptions options) =>
        options is { DryRun: false, Folder: null }
        && (options.Scope ?? (command == "install" ? InstallScope.Machine : InstallScope.User)) == InstallScope.Machine;

    private static string Elevated(string command, string[] args, InstallMachine machine)
    {
        var line = string.Join(' ', args.Prepend(command).Prepend(machine.HostPath).Select(word => Quote(word, machine)));
        return machine.Registry is null ? $"sudo {line}" : $"(in a console of an administrator) {line}";
    }

    // As the shell of the system reads it: a quotation mark cannot stand in a name on Windows.
    private static string Quote(string word, InstallMachine machine) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "/\\:-_.,=".Contains(c, StringComparison.Ordinal)) ? word
        : machine.Registry is not null ? $"\"{word}\""
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static int Report(List<InstallOutcome> outcomes, InstallOptions options, Terminal terminal)
    {
        if (options.Json)
        {
            terminal.WriteLine(InstallReport.Json(outcomes, options.DryRun));
            return InstallReport.ExitCode(outcomes);
        }

        foreach (var line in InstallReport.Lines(outcomes, options.DryRun))
        {
            terminal.WriteLine(line);
        }

        if (outcomes.Count == 0)
        {
            terminal.WriteLine("nothing to do");
        }

        return InstallReport.ExitCode(outcomes);
    }
}
