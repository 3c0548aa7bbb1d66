using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Demo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EidBridge.EndToEnd.Tests;

/// <summary>
/// A site with the tests' own pages, on free ports of loopback, over http and https. <c>/sandbox/PAGE</c> is the page in a sandbox,
/// <c>/lib/eidbridge.js</c> the page library, <c>/host</c> the program that plays the host,
/// <c>/note</c> what one page leaves for another.
/// </summary>
internal sealed class TestSite : IAsyncDisposable
{
    private static readonly string Pages = Path.Combine(AppContext.BaseDirectory, "pages");
    private static readonly string Library = Path.Combine(Repository.Root, "extension", "page", "eidbridge.js");

    private readonly WebApplication _application;
    private readonly X509Certificate2 _certificate;

    private TestSite(WebApplication application, X509Certificate2 certificate)
    {
        _application = application;
        _certificate = certificate;
    }

    /// <summary>The program that plays the host, where there is one.</summary>
    public ScriptedHost? Host { get; set; }

    /// <summary>What a page has left at <c>/note</c>.</summary>
    public string Note { get; set; } = string.Empty;

    /// <summary>Folder of the extension's packages, where a test serves them.</summary>
    public string Packages { get; } = Directory.CreateTempSubdirectory("eidbridge-packages-").FullName;

    private IEnumerable<Uri> Addresses =>
        _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a));

    public static async Task<TestSite> StartAsync(CancellationToken cancellationToken)
    {
        var certificate = MakeCertificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
        });
        var application = builder.Build();
        var site = new TestSite(application, certificate);
        site.Map();
        await application.StartAsync(cancellationToken);
        return site;
    }

    /// <returns>Such as <c>http://localhost:34567</c>.</returns>
    public string Http(string name = "localhost") => Origin("http", name);

    public string Https(string name) => Origin("https", name);

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Directory.Delete(Packages, recursive: true);
        _certificate.Dispose();
    }

    private void Map()
    {
        _application.MapGet("/lib/eidbridge.js", (HttpResponse response) => Send(response, Library));
        _application.MapGet("/sandbox/{page}", (string page, HttpResponse response) =>
        {
            response.Headers.ContentSecurityPolicy = "sandbox allow-scripts";
            return Send(response, Path.Combine(Pages, Path.GetFileName(page)));
        });
        _application.MapGet("/note", () => Note);
        _application.MapPost("/note", async (HttpRequest request) => Note = await new StreamReader(request.Body).ReadToEndAsync());
        _application.MapGet("/{page}", (string page, HttpResponse response) => Send(response, Path.Combine(Pages, Path.GetFileName(page))));
        _application.MapGet("/packages/{file}", (string file, HttpResponse response) => Send(response, Path.Combine(Packages, Path.GetFileName(file))));
        _application.MapGet("/host", () => Host!.Heard());
        _application.MapPost("/host", (ScriptedHost.Behaviour behaviour) => Host!.Behave(behaviour));
    }

    private string Origin(string scheme, string name) => $"{scheme}://{name}:{Addresses.Single(a => a.Scheme == scheme).Port}";

    /// <summary>A sandboxed document may load scripts too, as any other origin.</summary>
    private static Task Send(HttpResponse response, string file)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        // Asked for anew each time; no-store would also forbid to keep the page for Back.
        response.Headers.CacheControl = "no-cache";
        response.ContentType = Path.GetExtension(file) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".html" => "text/html; charset=utf-8",
            ".xml" => "text/xml",
            ".crx" => "application/x-chrome-extension",
            ".xpi" => "application/x-xpinstall",
            var other => throw new ArgumentException($"{other} is no file of a page", nameof(file)),
        };
        return File.Exists(file) ? response.SendFileAsync(file) : NotFound(response);
    }

    private static Task NotFound(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }
}
