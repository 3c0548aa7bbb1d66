using System.Diagnostics;
using System.Globalization;
using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>Finds the host that the browser started, sees it end, and finds the browser above it.</summary>
internal static class HostProcesses
{
    /// <returns>Process id of the host that runs from that very file.</returns>
    public static async Task<int> FindAsync(string program, CancellationToken cancellationToken)
    {
        var found = 0;
        await Wait.UntilAsync($"a process of {program}", () => (found = Find(program)) != 0, cancellationToken);
        return found;
    }

    /// <summary>Ended is ended: the browser collects its child only two seconds later, when it would have killed it.</summary>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> WaitForEndAsync(int id, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await Wait.UntilAsync($"the end of process {id.ToString(CultureInfo.InvariantCulture)}", () => ParentOf(id) is null, cancellationToken);
        return watch.Elapsed;
    }

    /// <summary>Kills the browser that started a host, as <c>kill -9</c> does, and waits until all its processes have gone.</summary>
    /// <param name="folder">Of the stage; it stands in the browser's command line, and no other browser is touched.</param>
    /// <returns>How long the host took to end.</returns>
    public static async Task<TimeSpan> KillBrowserAboveAsync(int host, string folder, CancellationToken cancellationToken)
    {
        var browser = ParentOf(host) ?? throw new InvalidOperationException("The host has ended before its browser");
        Assert.Contains(folder, await File.ReadAllTextAsync(At(browser, "cmdline"), cancellationToken));
        var others = Below(browser).Except([host]).ToArray();

        using var process = Process.GetProcessById(browser);
        process.Kill();

        var took = await WaitForEndAsync(host, cancellationToken);
        await Wait.UntilAsync("the end of the killed browser's processes", () => others.All(other => ParentOf(other) is null), cancellationToken);
        return took;
    }

    private static int Find(string program) =>
        Process.GetProcessesByName("eidbridge-host").Select(p => p.Id).FirstOrDefault(id => new FileInfo(At(id, "exe")).LinkTarget == program);

    private static IEnumerable<int> Below(int id)
    {
        var children = Process.GetProcesses().Select(p => p.Id).Where(other => ParentOf(other) == id).ToArray();
        return [.. children, .. children.SelectMany(Below)];
    }

    /// <returns>Process id of the parent, or null: it has ended. One that only waits to be collected has ended.</returns>
    private static int? ParentOf(int id)
    {
        try
        {
            var stat = File.ReadAllText(At(id, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string At(int id, string file) => $"/proc/{id.ToString(CultureInfo.InvariantCulture)}/{file}";
}
