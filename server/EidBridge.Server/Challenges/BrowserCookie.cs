using System.Security.Cryptography;
using System.Text;

namespace EidBridge.Server.Challenges;

/// <summary>Tells one browser from another, before anybody is logged in. Random, and worth nothing else.</summary>
internal static class BrowserCookie
{
    public const string Name = "__Host-eidbridge.browser";

    private const int Bytes = 16;

    /// <returns>What the store knows this browser by, or null when it has no cookie.</returns>
    public static string? Find(HttpRequest request) =>
        request.Cookies.TryGetValue(Name, out var value) && value.Length == 2 * Bytes ? Hash(value) : null;

    public static string FindOrMake(HttpContext context)
    {
        if (Find(context.Request) is { } known)
        {
            return known;
        }

        var value = Convert.ToHexString(RandomNumberGenerator.GetBytes(Bytes));
        context.Response.Cookies.Append(Name, value, new CookieOptions
        {
            HttpOnly = true,
            Secure = true,
            SameSite = SameSiteMode.Strict,
            IsEssential = true,
            Path = "/",
        });
        return Hash(value);
    }

    private static string Hash(string value) => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(value)));
}
