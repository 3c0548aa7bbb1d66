using System.Globalization;

namespace EidBridge.Verification.Revocation;

/// <summary>Which hosts may be asked. The address stands in a certificate, and only this list decides whether it is followed.</summary>
internal static class HostPattern
{
    private const string AnyOf = "*.";

    public static bool IsValid(string pattern)
    {
        var (host, port) = Split(pattern);
        return port is not 0 && (host.StartsWith(AnyOf, StringComparison.Ordinal)
            ? Uri.CheckHostName(host[AnyOf.Length..]) == UriHostNameType.Dns && IsHost(host[AnyOf.Length..])
            : IsHost(host));
    }

    /// <summary>A host alone, without a port, spelled as it stands in an address that was read: international names in ASCII, IP addresses in their short form, no brackets.</summary>
    public static bool IsHost(string name) =>
        Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
        && Uri.TryCreate($"http://{(name.Contains(':', StringComparison.Ordinal) ? $"[{name}]" : name)}/", UriKind.Absolute, out var uri)
        && string.Equals(uri.IdnHost, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a pattern takes this host, at whatever port.</summary>
    public static bool TakesHost(string name, IEnumerable<string> patterns) => patterns.Any(pattern => TakesHost(Split(pattern).Host, name, Uri.CheckHostName(name)));

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
        return samePort && TakesHost(host, uri.IdnHost, uri.HostNameType);
    }

    private static bool TakesHost(string pattern, string host, UriHostNameType kind) => pattern.StartsWith(AnyOf, StringComparison.Ordinal)
        ? kind == UriHostNameType.Dns && host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : string.Equals(host, pattern, StringComparison.OrdinalIgnoreCase);

    private static (string Host, int? Port) Split(string pattern)
    {
        // The last colon begins a port, unless it stands within an IPv6 address.
        var colon = pattern.LastIndexOf(':');
        var hasPort = colon >= 0 && (pattern.IndexOf(':', StringComparison.Ordinal) == colon || pattern[colon - 1] == ']');
        var host = hasPort ? pattern[..colon] : pattern;
        host = host is ['[', .. var inside, ']'] ? inside : host;
        return !hasPort ? (host, null)
            : int.TryParse(pattern.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue ? (host, port)
            : (host, 0);
    }
}
