using System.Text.Json;

namespace EidBridge.Host.Install;

/// <summary>Which kind of manifest a browser reads. Firefox refuses a file with Chromium's list in it, so there are two.</summary>
internal enum ManifestKind
{
    Chromium,
    Firefox,
}

/// <summary>For everybody on this machine, or for the person who runs the command.</summary>
internal enum InstallScope
{
    Machine,
    User,
}

/// <summary>One row of <c>manifests/browsers.json</c> for one operating system.</summary>
/// <param name="Id">As in <c>--browsers</c>.</param>
/// <param name="Programs">Files or folders of which one exists when the browser is installed.</param>
/// <param name="MachineFolder">Where manifests for everybody are; empty on Windows.</param>
/// <param name="UserFolder">The same for one person, <c>~</c> standing for the home folder; empty on Windows.</param>
/// <param name="RegistryKey">Key below HKLM or HKCU; empty elsewhere.</param>
internal sealed record Browser(
    string Id, string Name, ManifestKind Kind, IReadOnlyList<string> Programs, string MachineFolder, string UserFolder, string RegistryKey)
{
    /// <param name="system"><c>linux</c>, <c>macos</c> or <c>windows</c>.</param>
    public static IReadOnlyList<Browser> All(string system)
    {
        using var table = Embedded.Json("browsers.json");
        return [.. table.RootElement.EnumerateObject().Select(row => Read(row.Name, row.Value, row.Value.GetProperty(system)))];
    }

    private static Browser Read(string id, JsonElement row, JsonElement places) => new(
        id,
        row.GetProperty("name").GetString()!,
        Enum.Parse<ManifestKind>(row.GetProperty("kind").GetString()!, ignoreCase: true),
        places.TryGetProperty("programs", out var programs) ? [.. programs.EnumerateArray().Select(p => p.GetString()!)] : [],
        Text(places, "machine"),
        Text(places, "user"),
        Text(places, "key"));

    private static string Text(JsonElement places, string name) =>
        places.TryGetProperty(name, out var value) ? value.GetString()! : string.Empty;
}
