using System.Text.Json;
using System.Text.RegularExpressions;

namespace EidBridge.Host.Install;

/// <summary>A name of <c>manifests/ids.json</c> under which browsers find the host, and the extensions that may call it by that name.</summary>
/// <param name="ChromiumStoreIds">Ids that the Chrome and the Edge store gave; empty before the first publication.</param>
/// <param name="ChromiumDevelopmentId">Of the unpacked extension; null where there is none of ours.</param>
internal sealed partial record HostIds(
    string HostName, IReadOnlyList<string> ChromiumStoreIds, string? ChromiumDevelopmentId, string FirefoxId)
{
    private static readonly string[] StoreIdNames = ["chromiumStoreId", "edgeStoreId"];

    /// <summary>Our own name.</summary>
    /// <exception cref="InvalidDataException">An id does not look like one.</exception>
    public static HostIds Load()
    {
        using var json = Embedded.Json("ids.json");
        return Read(json.RootElement);
    }

    /// <summary>The name of the Web eID project's program, for its own extension; only on request.</summary>
    /// <exception cref="InvalidDataException">As above.</exception>
    public static HostIds LoadWebEid()
    {
        using var json = Embedded.Json("ids.json");
        return Read(json.RootElement.GetProperty("webEid"));
    }

    private static HostIds Read(JsonElement names)
    {
        var stores = StoreIdNames
            .Select(name => names.TryGetProperty(name, out var id) ? id.GetString() : null)
            .OfType<string>();
        var ids = new HostIds(
            names.GetProperty("hostName").GetString()!,
            [.. stores],
            names.TryGetProperty("chromiumDevelopmentId", out var development) ? development.GetString() : null,
            names.GetProperty("firefoxId").GetString()!);
        ids.Check();
        return ids;
    }

    [GeneratedRegex("^[a-p]{32}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ChromiumId();

    [GeneratedRegex(@"^(\{[0-9a-f-]{36}\}|[a-z0-9._-]+@[a-z0-9.-]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AddOnId();

    private void Check()
    {
        var wrong = ChromiumStoreIds.Append(ChromiumDevelopmentId).OfType<string>().FirstOrDefault(id => !ChromiumId().IsMatch(id))
            ?? (AddOnId().IsMatch(FirefoxId) ? null : FirefoxId);
        if (wrong is not null)
        {
            throw new InvalidDataException($"ids.json: {wrong} is no extension id");
        }
    }
}
