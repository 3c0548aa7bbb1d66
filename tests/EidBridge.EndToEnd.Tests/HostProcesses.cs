using System.Diagnostics;

namespace EidBridge.EndToEnd.Tests;

/// <summary>Finds the host that the browser started, and sees it end.</summary>
internal static class HostProcesses
{
    /// <returns>The running process of that very file.</returns>
    public static async Task<Process> FindAsync(string program, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var process in Process.GetProcessesByName("eidbridge-host"))
            {
                if (new FileInfo($"/proc/{process.Id}/exe").LinkTarget == program)
                {
                    return process;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }

    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> WaitForEndAsync(Process process, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await process.WaitForExitAsync(cancellationToken);
        return watch.Elapsed;
    }
}
