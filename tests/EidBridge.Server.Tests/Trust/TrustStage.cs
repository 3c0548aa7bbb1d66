using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using EidBridge.Server.Trust;
using EidBridge.VirtualCard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Server.Tests.Trust;

/// <summary>The command on a folder of its own, with the roots of a virtual PKI as pins, and a site on loopback that publishes what a test puts there.</summary>
internal sealed class TrustStage : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    public static CardPki Pki { get; } = CardPki.Create(Now);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-trust-");
    private readonly Dictionary<string, string?> _settings = new(StringComparer.Ordinal);
    private WebApplication? _site;

    public FakeTimeProvider Clock { get; } = new(Now);

    public string Folder => _folder.FullName;

    public string Trusted => Path.Combine(Folder, "trust");

    public IReadOnlyDictionary<string, string> Pins { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [FingerprintOf(Pki.EcRoot)] = "Root EC",
        [FingerprintOf(Pki.RsaRoot)] = "Root RSA",
    };

    /// <summary>What the site answers, by path.</summary>
    public ConcurrentDictionary<string, Func<HttpContext, Task>> Published { get; } = new(StringComparer.Ordinal);

    /// <summary>Paths that were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public IEnumerable<string> Files => Directory.Exists(Trusted)
        ? Directory.EnumerateFiles(Trusted).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)
        : [];

    public static string FingerprintOf(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    public static string FileOf(X509Certificate2 certificate) => FingerprintOf(certificate) + ".crt";

    public async Task<string> PublishAsync(string path, byte[] content)
    {
        Published[path] = context => context.Response.Body.WriteAsync(content).AsTask();
        return await AddressOfAsync(path);
    }

    public async Task<string> AddressOfAsync(string path)
    {
        if (_site is null)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            _site = builder.Build();
            _site.Run(AnswerAsync);
            await _site.StartAsync();
        }

        return _site.Urls.Single() + path;
    }

    public string Write(string name, byte[] content)
    {
        var file = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        return file;
    }

    public void Set(string key, string value) => _settings[key] = value;

    public async Task<(int Code, string Text)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        var settings = new Dictionary<string, string?>(_settings, StringComparer.Ordinal) { ["Site:DataDirectory"] = Folder };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var code = await TrustCommand.RunAsync(words, configuration, output, Clock, Pins);
        return (code, output.ToString());
    }

    public async Task<(int Code, JsonElement Json)> RunJsonAsync(params string[] words)
    {
        var (code, text) = await RunAsync([.. words, "--json"]);
        return (code, JsonSerializer.Deserialize<JsonElement>(text));
    }

    public async ValueTask DisposeAsync()
    {
        if (_site is not null)
        {
            await _site.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Asked.Enqueue(context.Request.Path);
        if (Published.TryGetValue(context.Request.Path, out var answer))
        {
            await answer(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
