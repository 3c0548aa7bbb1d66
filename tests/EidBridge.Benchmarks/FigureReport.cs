using System.Globalization;
using System.Text.Json;
using EidBridge.Demo;

namespace EidBridge.Benchmarks;

/// <summary>Prints the table of an area and writes <c>dist/bench/AREA.json</c>.</summary>
internal static class FigureReport
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    public static async Task WriteAsync(string area, IReadOnlyList<Figure> figures)
    {
        Terminal.WriteLine($"{area}");
        foreach (var figure in figures)
        {
            var goal = figure.Goal is { } g ? $"{Sign(figure.Better)} {Round(g)}" : string.Empty;
            var verdict = figure.Holds switch { true => "holds", false => "MISSED", null => string.Empty };
            Terminal.WriteLine($"  {figure.Name,-52} {Round(figure.Value),10} {figure.Unit,-6} {goal,-12} {verdict}");
        }

        var folder = Path.Combine(Repository.Root, "dist", "bench");
        Directory.CreateDirectory(folder);
        var rows = figures.Select(f => new
        {
            name = f.Name,
            value = f.Value,
            unit = f.Unit,
            goal = f.Goal,
            better = f.Better.ToString().ToLowerInvariant(),
            holds = f.Holds,
        });
        await File.WriteAllTextAsync(Path.Combine(folder, $"{area}.json"), JsonSerializer.Serialize(rows, Format) + "\n");
    }

    private static string Sign(Better better) => better switch { Better.Lower => "<=", Better.Higher => ">=", Better.Exact => "=" };

    private static string Round(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
