namespace EidBridge.Verification;

/// <summary>The origin a site is signed for: the browser's own string (RFC 6454 section 6.2), byte for byte.</summary>
internal static class SiteOrigin
{
    /// <returns>The origin as given.</returns>
    /// <exception cref="ArgumentException">It could never equal what a browser says; the message says why.</exception>
    public static string Validate(string origin)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
        {
            throw new ArgumentException($"'{origin}' is no https origin", nameof(origin));
        }

        if (uri.Scheme == Uri.UriSchemeHttp && uri.Host != "localhost")
        {
            throw new ArgumentException($"'{origin}': http is for localhost only", nameof(origin));
        }

        // A name with other letters is said in punycode; a port only where it is not the scheme's own.
        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        var browsers = uri.IsDefaultPort ? $"{uri.Scheme}://{host}" : FormattableString.Invariant($"{uri.Scheme}://{host}:{uri.Port}");
        return string.Equals(browsers, origin, StringComparison.Ordinal)
            ? origin
            : throw new ArgumentException($"'{origin}' can never match: a browser says '{browsers}'", nameof(origin));
    }
}
