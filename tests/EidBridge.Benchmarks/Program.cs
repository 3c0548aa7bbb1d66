using System.Globalization;
using EidBridge.Benchmarks;
using EidBridge.VirtualCard;

switch (args)
{
    case ["official-login", var applet]:
        Terminal.WriteLine(new OfficialModule(Enum.Parse<Applet>(applet)).LogIn().ToString(CultureInfo.InvariantCulture));
        return 0;
    case [FirstLogin.Command, var site, var rehearses]:
        Terminal.WriteLine(await FirstLogin.PlayAsync(site, bool.Parse(rehearses)));
        return 0;
}

var areas = new Dictionary<string, Func<CancellationToken, Task<IReadOnlyList<Figure>>>>(StringComparer.Ordinal)
{
    ["host"] = HostBench.RunAsync,
    ["extension"] = ExtensionBench.RunAsync,
    ["verification"] = VerificationBench.RunAsync,
};
if (args.Length > 1 || args.Any(area => !areas.ContainsKey(area)))
{
    Terminal.WriteError($"usage: eidbridge-bench [{string.Join('|', areas.Keys)}]   (./build.sh bench AREA)");
    return 2;
}

var holds = true;
foreach (var area in args is [] ? [.. areas.Keys] : args)
{
    var figures = await areas[area](CancellationToken.None);
    await FigureReport.WriteAsync(area, figures);
    holds &= figures.All(f => f.Holds is not false);
}

return holds ? 0 : 1;
