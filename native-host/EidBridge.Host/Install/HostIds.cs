using System.Text.RegularExpressions;

namespace EidBridge.Host.Install;

/// <summary>The names of <c>manifests/ids.json</c>: the host's, and the extensions that may call it.</summary>
/// <param name="ChromiumStoreIds">Ids that the Chrome and the Edge store gave; empty before the first publication.</param>
internal sealed partial record HostIds(
    string HostName, IReadOnlyList<string> ChromiumStoreIds, string ChromiumDevelopmentId, string FirefoxId)
{
    private static readonly string[] StoreIdNames = ["chromiumStoreId", "edgeStoreId"];

    /// <exception cref="InvalidDataException">An id does not look like one.</exception>
    public static HostIds Load()
    {
        using var json = Embedded.Json("ids.json");
        var root = json.RootElement;
        var stores = StoreIdNames
            .Select(name => root.TryGetProperty(name, out var id) ? id.GetString() : null)
            .OfType<string>();
        var ids = new HostIds(
            root.GetProperty("hostName").GetString()!,
            [.. stores],
            root.GetProperty("chromiumDevelopmentId").GetString()!,
            root.GetProperty("firefoxId").GetString()!);
        ids.Check();
        return ids;
    }

    [GeneratedRegex("^[a-p]{32}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ChromiumId();

    [GeneratedRegex(@"^(\{[0-9a-f-]{36}\}|[a-z0-9._-]+@[a-z0-9.-]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AddOnId();

    private void Check()
    {
        var wrong = ChromiumStoreIds.Append(ChromiumDevelopmentId).FirstOrDefault(id => !ChromiumId().IsMatch(id))
            ?? (AddOnId().IsMatch(FirefoxId) ? null : FirefoxId);
        if (wrong is not null)
        {
            throw new InvalidDataException($"ids.json: {wrong} is no extension id");
        }
    }
}
