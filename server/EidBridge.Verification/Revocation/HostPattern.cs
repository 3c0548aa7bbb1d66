using System.Globalization;
using System.Text;

namespace EidBridge.Verification.Revocation;

/// <summary>Which hosts may be asked. The address stands in a certificate, and only this list decides whether it is followed.</summary>
internal static class HostPattern
{
    private const string AnyOf = "*.";

    public static bool IsValid(string pattern)
    {
        var (host, port) = Split(pattern);
        return port is not 0
            && Uri.CheckHostName(host.StartsWith(AnyOf, StringComparison.Ordinal) ? host[AnyOf.Length..] : host) is not (UriHostNameType.Unknown or UriHostNameType.Basic);
    }

    /// <summary>A host alone, spelled so that it can equal an address's: without a port, and international names in ASCII.</summary>
    public static bool IsHost(string name) =>
        Ascii.IsValid(name) && !name.StartsWith('[') && Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;

    /// <returns>The address, or null when it is no http address or no pattern takes it.</returns>
    public static Uri? Admit(string? address, IEnumerable<string> patterns) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0
        && patterns.Any(pattern => Admits(pattern, uri))
            ? uri
            : null;

    private static bool Admits(string pattern, Uri uri)
    {
        var (host, port) = Split(pattern);
        var samePort = port is { } wanted ? uri.Port == wanted : uri.IsDefaultPort;
        return samePort && (host.StartsWith(AnyOf, StringComparison.Ordinal)
            ? uri.HostNameType == UriHostNameType.Dns && uri.IdnHost.EndsWith(host[1..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(uri.IdnHost, host, StringComparison.OrdinalIgnoreCase));
    }

    private static (string Host, int? Port) Split(string pattern)
    {
        var colon = pattern.LastIndexOf(':');
        if (colon < 0)
        {
            return (pattern, null);
        }

        return int.TryParse(pattern.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? (pattern[..colon], port)
            : (pattern, 0);
    }
}
