using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace EidBridge.Verification.AspNetCore;

/// <summary>The page library <c>eidbridge.js</c>, carried inside this assembly: page, extension and server then fit together.</summary>
internal static class PageLibrary
{
    private static readonly byte[] Script = Load();
    private static readonly string Tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Script))[..16]}\"";

    public static async Task WriteAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = Tag;
        response.Headers.XContentTypeOptions = "nosniff";
        if (request.Headers.IfNoneMatch == Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "text/javascript; charset=utf-8";
        response.ContentLength = Script.Length;
        if (HttpMethods.IsGet(request.Method))
        {
            await response.Body.WriteAsync(Script, context.RequestAborted);
        }
    }

    private static byte[] Load()
    {
        using var stream = typeof(PageLibrary).Assembly.GetManifestResourceStream("eidbridge.js")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
