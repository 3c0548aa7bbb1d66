using System.Diagnostics;
using System.Globalization;

namespace EidBridge.EndToEnd.Tests;

/// <summary>Finds the host that the browser started, and sees it end.</summary>
internal static class HostProcesses
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    /// <returns>Process id of the host that runs from that very file.</returns>
    public static async Task<int> FindAsync(string program, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var process in Process.GetProcessesByName("eidbridge-host"))
            {
                if (new FileInfo($"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/exe").LinkTarget == program)
                {
                    return process.Id;
                }
            }

            await Task.Delay(Look, cancellationToken);
        }
    }

    /// <summary>Ended is ended: the browser collects its child only two seconds later, when it would have killed it.</summary>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> WaitForEndAsync(int id, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (IsRunning(id))
        {
            await Task.Delay(Look, cancellationToken);
        }

        return watch.Elapsed;
    }

    private static bool IsRunning(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
            return stat[stat.LastIndexOf(')') + 2] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
