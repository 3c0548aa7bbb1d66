using System.Text;
using System.Text.Json;

namespace EidBridge.Host.Install;

/// <summary>Words for what became of one place; <c>would-</c> forms belong to a dry run.</summary>
internal enum OutcomeKind
{
    Written,
    Unchanged,
    Removed,
    Skipped,
    Kept,
    Forbidden,
    Failed,
}

/// <param name="Browser">Its id, or <c>directory</c>.</param>
/// <param name="Place">File or registry key.</param>
/// <param name="Detail">Why, where there is something to say.</param>
internal sealed record InstallOutcome(string Browser, string Place, OutcomeKind Kind, string? Detail = null);

/// <summary>The outcomes of one run, as lines or as JSON, and the exit code that follows from them.</summary>
internal static class InstallReport
{
    /// <returns>0 well, 1 partly, 3 forbidden, 4 input or output failed.</returns>
    public static int ExitCode(IReadOnlyList<InstallOutcome> outcomes)
    {
        var bad = outcomes.Where(o => o.Kind is OutcomeKind.Forbidden or OutcomeKind.Failed).ToArray();
        var good = outcomes.Any(o => o.Kind is OutcomeKind.Written or OutcomeKind.Unchanged or OutcomeKind.Removed);
        return bad.Length == 0 ? 0
            : good ? 1
            : bad.Any(o => o.Kind == OutcomeKind.Forbidden) ? 3 : 4;
    }

    public static IEnumerable<string> Lines(IReadOnlyList<InstallOutcome> outcomes, bool dryRun) => outcomes.Select(o =>
    {
        var detail = o.Detail is null ? string.Empty : $" ({o.Detail})";
        return $"{o.Browser,-10} {Word(o.Kind, dryRun),-14} {o.Place}{detail}";
    });

    public static string Json(IReadOnlyList<InstallOutcome> outcomes, bool dryRun)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("dryRun", dryRun);
            writer.WriteNumber("exitCode", ExitCode(outcomes));
            writer.WriteStartArray("places");
            foreach (var outcome in outcomes)
            {
                writer.WriteStartObject();
                writer.WriteString("browser", outcome.Browser);
                writer.WriteString("place", outcome.Place);
                writer.WriteString("outcome", Word(outcome.Kind, dryRun));
                writer.WriteString("detail", outcome.Detail);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Word(OutcomeKind kind, bool dryRun) => kind switch
    {
        OutcomeKind.Written => dryRun ? "would-write" : "written",
        OutcomeKind.Removed => dryRun ? "would-remove" : "removed",
        OutcomeKind.Unchanged => "unchanged",
        OutcomeKind.Skipped => "skipped",
        OutcomeKind.Kept => "kept",
        OutcomeKind.Forbidden => "forbidden",
        OutcomeKind.Failed => "failed",
    };
}
