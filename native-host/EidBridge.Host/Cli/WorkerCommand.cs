using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using EidBridge.Card.Pkcs11;

namespace EidBridge.Host.Cli;

/// <summary><c>pkcs11-worker MODULE PIN-PIPE</c>: for the host itself, never for a person.</summary>
internal static partial class WorkerCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

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

        using var watch = OperatingSystem.IsLinux() ? EndWithTheHost() : null;
        var (input, output) = Terminal.TakeForProtocol();
        Pkcs11Worker.Run(module, pinPipe, input, output);
        return ExitCode.Done;
    }

    /// <summary>A module that hangs does not see the end of input: a host that was killed must not leave it behind.</summary>
    [SupportedOSPlatform("linux")]
    private static Timer EndWithTheHost()
    {
        var host = Parent();
        return new Timer(
            _ =>
            {
                if (Parent() != host)
                {
                    using var worker = Process.GetCurrentProcess();
                    worker.Kill();
                }
            },
            state: null, LookEvery, LookEvery);
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Parent();
}
