using System.Globalization;
using EidBridge.Benchmarks;

if (args is ["replay", var commands])
{
    Terminal.WriteLine(RemoteBench.Replay(int.Parse(commands, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture));
    return 0;
}

if (args is not ([] or ["host"]))
{
    Terminal.WriteError("usage: eidbridge-bench [host]   (./build.sh bench host)");
    return 2;
}

var figures = await HostBench.RunAsync(CancellationToken.None);
await FigureReport.WriteAsync("host", figures);
return figures.All(f => f.Holds is not false) ? 0 : 1;
