using System.Buffers;
using EidBridge.Host.Configuration;
using EidBridge.Protocol;

namespace EidBridge.Host.Commands;

/// <summary>Which sites may ask: what a browser itself writes as an https origin, and what the administrator allows.</summary>
internal static class OriginRule
{
    private const int MaxLength = 255;
    private const string Https = "https://";
    private const string HttpLocalhost = "http://localhost";
    private static readonly SearchValues<char> HostAndPort = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-:");

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.OriginDenied"/>.</exception>
    public static void Require(string origin, HostConfiguration configuration)
    {
        var shape = origin.Length <= MaxLength
            && (IsHttps(origin) || (configuration.AllowHttpLocalhost && IsHttpLocalhost(origin)));
        if (!shape || (configuration.AllowedOrigins.Count > 0 && !configuration.AllowedOrigins.Contains(origin, StringComparer.Ordinal)))
        {
            throw new EidBridgeException(ErrorCode.OriginDenied, shape ? "not in allowedOrigins" : "not an https origin");
        }
    }

    private static bool IsHttps(string origin) =>
        origin.StartsWith(Https, StringComparison.Ordinal)
        && origin.AsSpan(Https.Length).IndexOfAnyExcept(HostAndPort) < 0
        && IsCanonical(origin);

    private static bool IsHttpLocalhost(string origin) =>
        origin.StartsWith(HttpLocalhost, StringComparison.Ordinal)
        && (origin.Length == HttpLocalhost.Length || origin[HttpLocalhost.Length] == ':')
        && IsCanonical(origin);

    // The signature covers these bytes: no path, no default port, no other spelling of the same site.
    private static bool IsCanonical(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.Ordinal);
}
