namespace EidBridge.Verification;

/// <summary>The origin a site is signed for: the browser's own string (RFC 6454 section 6.2), byte for byte.</summary>
public static class SiteOrigin
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

        var browsers = uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        return string.Equals(browsers, origin, StringComparison.Ordinal) && origin.All(char.IsAscii)
            ? origin
            : throw new ArgumentException($"'{origin}' can never match: a browser says '{browsers}'", nameof(origin));
    }
}
