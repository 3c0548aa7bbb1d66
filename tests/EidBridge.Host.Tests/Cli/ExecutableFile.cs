using System.Diagnostics;

namespace EidBridge.Host.Tests.Cli;

/// <summary>
/// Programs that tests start, written by a process of their own: what this one has open for writing, a child that a test beside it is
/// just forking has open too, and the kernel starts no program that anybody may write to (ETXTBSY, execve(2)).
/// </summary>
internal static class ExecutableFile
{
    /// <summary>A script, for its owner alone; in the place of an earlier one.</summary>
    /// <exception cref="InvalidOperationException">It cannot be written.</exception>
    public static void Write(string path, string text)
    {
        using var install = Start("install", ["-m", "700", "/dev/stdin", path]);
        install.StandardInput.Write(text);
        Finish(install);
    }

    /// <exception cref="InvalidOperationException">Not all of them were copied.</exception>
    public static void Copy(IEnumerable<string> files, string folder)
    {
        using var copy = Start("cp", ["-t", folder, .. files]);
        Finish(copy);
    }

    private static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true })!;

    private static void Finish(Process process)
    {
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{process.StartInfo.FileName} ended with {process.ExitCode}");
        }
    }
}
