using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace EidBridge.Verification.AspNetCore;

/// <summary>Tells one browser from another before anybody is logged in: random, and worth nothing else. Chromium and Firefox keep it on http://localhost too.</summary>
internal static class LoginCookie
{
    public const string Name = "__Host-eidbridge.login";

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

        var value = RandomNumberGenerator.GetHexString(2 * Bytes);
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

    // Whoever reads the store cannot speak for the browser.
    private static string Hash(string value) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(value)));
}
