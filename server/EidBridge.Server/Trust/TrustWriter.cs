using System.Globalization;
using System.Text.Json;

namespace EidBridge.Server.Trust;

/// <summary>The answers of the command, for eyes and for programs.</summary>
internal sealed class TrustWriter(TextWriter output, bool asJson)
{
    public void WriteText(string text) => output.WriteLine(text);

    /// <summary>For eyes only: a program gets one JSON text.</summary>
    public void WriteAsking(string address)
    {
        if (!asJson)
        {
            output.WriteLine($"asking       {address}");
        }
    }

    /// <summary>Why nothing could be done at all.</summary>
    public void WriteProblem(string problem)
    {
        if (asJson)
        {
            WriteJson(new { problem });
        }
        else
        {
            output.WriteLine(problem);
        }
    }

    /// <returns>An <see cref="ExitCode"/>: failed when something was not taken.</returns>
    public int Write(IReadOnlyList<TrustResult> results, string afterwards)
    {
        if (asJson)
        {
            WriteJson(new { results });
        }
        else
        {
            foreach (var result in results)
            {
                var name = result.Name is null ? string.Empty : $"{result.Name}: ";
                output.WriteLine($"{result.Outcome.ToString().ToLowerInvariant(),-11}  {name}{result.Source}{(result.Reason is null ? string.Empty : $": {result.Reason}")}");
                if (result.Outcome == TrustOutcome.Refused)
                {
                    output.WriteLine($"{string.Empty,-11}  its SHA-256: {result.Sha256}");
                }
            }

            if (results.Any(result => result.Outcome == TrustOutcome.Refused))
            {
                output.WriteLine("The SHA-256 of the pinned roots: eidbridge-server trust list");
            }

            if (results.Any(result => result.Outcome == TrustOutcome.Added))
            {
                output.WriteLine(afterwards);
            }
        }

        return results.All(result => result.IsTaken) ? ExitCode.Done : ExitCode.Failed;
    }

    public void WriteList(TrustReport report)
    {
        if (asJson)
        {
            WriteJson(new { report.Directory, report.UpdatedAt, report.AgeDays, report.Roots, report.Issuers });
            return;
        }

        output.WriteLine(report.AgeDays is { } age
            ? string.Create(CultureInfo.InvariantCulture, $"{report.Directory}: last updated {report.UpdatedAt:yyyy-MM-dd}, {age} days ago")
            : $"{report.Directory}: nothing was fetched or imported yet");
        foreach (var root in report.Roots)
        {
            output.WriteLine($"root     {(root.ValidUntil is { } until ? $"until {Day(until)}" : "missing         ")}  {root.Name}  {root.Sha256}");
        }

        foreach (var issuer in report.Issuers)
        {
            output.WriteLine($"issuer   until {Day(issuer.ValidUntil)}  {issuer.Name}  {issuer.Sha256}");
        }
    }

    /// <returns>An <see cref="ExitCode"/>: failed when something was found.</returns>
    public int WriteCheck(TrustReport report)
    {
        var holds = report.Findings.Count == 0;
        if (asJson)
        {
            WriteJson(new { holds, report.UpdatedAt, report.AgeDays, report.Findings });
        }
        else if (holds)
        {
            output.WriteLine($"In order: {report.Roots.Count(root => root.ValidUntil is not null)} roots, {report.Issuers.Count} issuing CAs.");
        }
        else
        {
            foreach (var finding in report.Findings)
            {
                output.WriteLine($"{finding.What} What to do: {finding.Do}.");
            }
        }

        return holds ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Day(DateTimeOffset day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void WriteJson(object value) => output.WriteLine(JsonSerializer.Serialize(value, JsonSerializerOptions.Web));
}
