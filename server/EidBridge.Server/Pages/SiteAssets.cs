using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace EidBridge.Server.Pages;

/// <summary>
/// The style sheet, scripts and the page library, carried inside the program: the same bytes under <c>dotnet run</c>, after publish and
/// in tests, whatever the working directory is.
/// </summary>
internal sealed class SiteAssets
{
    private const string Prefix = "assets/";
    private static readonly FileExtensionContentTypeProvider Types = new();

    private readonly FrozenDictionary<string, Asset> _assets = Load();

    /// <param name="path">For example <c>/site.css</c>.</param>
    /// <returns>The address with the content's hash, so that it can be kept for a year.</returns>
    /// <exception cref="KeyNotFoundException">No such file: a bug, caught by a test.</exception>
    public string UrlOf(string path) => $"{path}?v={_assets[path].Version}";

    public void Map(IEndpointRouteBuilder app)
    {
        foreach (var (path, asset) in _assets)
        {
            app.MapGet(path, (HttpResponse response, string? v) => Answer(response, asset, v)).AllowAnonymous();
        }
    }

    private static FileContentHttpResult Answer(HttpResponse response, Asset asset, string? version)
    {
        response.Headers.CacheControl = version == asset.Version ? "public, max-age=31536000, immutable" : "no-cache";
        return TypedResults.Bytes(asset.Bytes, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Version}\""));
    }

    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = typeof(SiteAssets).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => "/" + name[Prefix.Length..].Replace('\\', '/'), Read, StringComparer.Ordinal);

        Asset Read(string name)
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return new Asset(bytes.ToArray(), Types.TryGetContentType(name, out var type) ? type : "application/octet-stream");
        }
    }

    private sealed class Asset(byte[] bytes, string contentType)
    {
        public byte[] Bytes => bytes;

        public string ContentType => contentType;

        public string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
    }
}
