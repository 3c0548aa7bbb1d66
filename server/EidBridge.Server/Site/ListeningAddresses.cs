using System.Net;

namespace EidBridge.Server.Site;

/// <summary>Where the server will listen, read from the configuration before it does.</summary>
internal static class ListeningAddresses
{
    public const string Default = "http://127.0.0.1:5080";

    private static readonly string[] PortKeys = ["http_ports", "https_ports"];

    public static bool AreGiven(IConfiguration configuration) =>
        !string.IsNullOrEmpty(configuration["urls"])
        || PortKeys.Any(key => !string.IsNullOrEmpty(configuration[key]))
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();

    /// <returns>The configuration key of an address that is not loopback, or null.</returns>
    public static string? FindPublicKey(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().ToList();
        if (endpoints.Find(e => !IsLoopback(e["Url"])) is { } open)
        {
            return $"{open.Path}:Url";
        }

        var urls = configuration["urls"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        if (urls.Any(url => !IsLoopback(url)))
        {
            return "Urls";
        }

        // A bare port listens on every address.
        return endpoints.Count == 0 && urls.Length == 0
            ? Array.Find(PortKeys, key => !string.IsNullOrEmpty(configuration[key]))
            : null;
    }

    public static bool IsLoopback(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
}
