using System.Text.Json;

namespace EidBridge.Host.Install;

/// <summary>What a browser reads to find the host: five members and nothing else, or Firefox refuses it.</summary>
/// <param name="Name">The host's name.</param>
/// <param name="Path">Absolute path of the program.</param>
internal sealed record HostManifest(string Name, string Path)
{
    private const string Description = "EidBridge: log in with the Belgian eID card";

    /// <param name="withDevelopmentId">Also the id of the unpacked extension; always while no store has given one.</param>
    public static string Render(ManifestKind kind, HostIds ids, string hostPath, bool withDevelopmentId)
    {
        var development = kind == ManifestKind.Chromium && ids.ChromiumDevelopmentId is not null && (withDevelopmentId || ids.ChromiumStoreIds.Count == 0);
        var allowed = kind == ManifestKind.Firefox ? [ids.FirefoxId] : Origins(ids, development);
        var template = Embedded.Text(kind == ManifestKind.Firefox ? "host.firefox.json.in" : "host.chromium.json.in");
        return template
            .Replace("@HOST_NAME@", Escape(ids.HostName), StringComparison.Ordinal)
            .Replace("@DESCRIPTION@", Escape(development ? $"{Description} (DEV)" : Description), StringComparison.Ordinal)
            .Replace("@ALLOWED@", string.Join(", ", allowed.Select(a => $"\"{Escape(a)}\"")), StringComparison.Ordinal)
            .Replace("@HOST_PATH@", Escape(hostPath), StringComparison.Ordinal);
    }

    /// <returns>Null when the text is no manifest.</returns>
    public static HostManifest? Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return new HostManifest(json.RootElement.GetProperty("name").GetString()!, json.RootElement.GetProperty("path").GetString()!);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string[] Origins(HostIds ids, bool development) =>
        [.. ids.ChromiumStoreIds.Concat(development ? [ids.ChromiumDevelopmentId!] : []).Select(id => $"chrome-extension://{id}/")];

    private static string Escape(string text) => JsonEncodedText.Encode(text).ToString();
}
