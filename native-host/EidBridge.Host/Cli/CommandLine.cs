using EidBridge.Host.Install;

namespace EidBridge.Host.Cli;

/// <summary>The sub-commands for people: everything that is not a browser.</summary>
internal static class CommandLine
{
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        var rest = args.Skip(1).ToArray();
        switch (args.FirstOrDefault())
        {
            case "install":
                return await InstallCommand.RunAsync(rest, terminal);
            case "uninstall":
                return await UninstallCommand.RunAsync(rest, terminal);
            case "status":
                return await StatusCommand.RunAsync(rest, terminal, Composition.OpenReaders);
            case "cards":
                return await CardsCommand.RunAsync(rest, terminal, Composition.OpenReaders, TimeProvider.System);
            case "talk":
                return await TalkCommand.RunAsync(rest, terminal);
            case "pkcs11-worker":
                return WorkerCommand.Run(rest, terminal);
            case "version" or "--version":
                return VersionCommand.Run(rest, terminal);
            case "help" or "--help" or "-h":
                terminal.WriteLine(HelpText.Text);
                return ExitCode.Done;
            default:
                terminal.WriteError(HelpText.Text);
                return ExitCode.Usage;
        }
    }
}
