namespace EidBridge.Host.Cli;

/// <summary><c>version [--json]</c>.</summary>
internal static class VersionCommand
{
    public static int Run(string[] args, Terminal terminal)
    {
        switch (args)
        {
            case []:
                terminal.WriteLine($"eidbridge-host {HostVersion.Number}");
                return ExitCode.Done;
            case ["--json"]:
                terminal.WriteLine(Messaging.VersionFrame.Text);
                return ExitCode.Done;
            default:
                terminal.WriteError("usage: eidbridge-host version [--json]");
                return ExitCode.Usage;
        }
    }
}
