using EidBridge.Benchmarks;

if (args is not ([] or ["host"]))
{
    Terminal.WriteError("usage: eidbridge-bench [host]   (./build.sh bench host)");
    return 2;
}

var figures = await HostBench.RunAsync(CancellationToken.None);
await FigureReport.WriteAsync("host", figures);
return figures.All(f => f.Holds is not false) ? 0 : 1;
