using System.Diagnostics;
using EidBridge.Card.Pkcs11;

namespace EidBridge.Host.Cli;

/// <summary><c>pkcs11-worker MODULE PIN-PIPE</c>: for the host itself, never for a person.</summary>
internal static class WorkerCommand
{
    public static int Run(string[] args, Terminal terminal)
    {
        if (args is not [var module, var pinPipe] || !Path.IsPathFullyQualified(module) || !Terminal.IsInputRedirected)
        {
            terminal.WriteError("pkcs11-worker is started by the host itself, for the modules of its configuration");
            return ExitCode.Usage;
        }

        if (OperatingSystem.IsLinux())
        {
            Hardening.Apply();
        }

        var (input, output) = Terminal.TakeForProtocol();
        Pkcs11Worker.Run(module, pinPipe, input, output, End);
        return ExitCode.Done;
    }

    /// <summary>Without a last call to the module, which may hang in that, too.</summary>
    private static void End()
    {
        using var worker = Process.GetCurrentProcess();
        worker.Kill();
    }
}
