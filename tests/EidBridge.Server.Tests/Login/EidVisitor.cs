using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using EidBridge.Server.Tests.Journey;
using EidBridge.VirtualCard;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace EidBridge.Server.Tests.Login;

/// <summary>A browser whose owner has a virtual card: asks for nonces, signs, and posts tokens.</summary>
internal sealed partial class EidVisitor : IDisposable
{
    public const string Origin = "http://localhost:5080";

    private static readonly DirectoryInfo PkiFolder = Directory.CreateTempSubdirectory("eidbridge-pki-");
    private static readonly CardPki Pki = CardPki.OpenOrCreate(PkiFolder.FullName, TimeProvider.System.GetUtcNow());

    private readonly HttpClient _client;

    private EidVisitor(HttpClient client) => (_client, Browser) = (client, new Browser(client));

    /// <summary>The same browser, for pages and their forms.</summary>
    public Browser Browser { get; }

    /// <summary>The server, trusting the roots of these visitors' cards.</summary>
    public static WebApplicationFactory<AccountStore> Trusting(ServerHost server) => server.WithWebHostBuilder(builder => Trust(builder, PkiFolder.FullName));

    /// <summary>The same with the roots alone: no issuing CA lies beside them.</summary>
    public static WebApplicationFactory<AccountStore> TrustingRootsOnly(ServerHost server)
    {
        var folder = Directory.CreateDirectory(Path.Combine(server.Folder, "roots")).FullName;
        foreach (var root in Directory.EnumerateFiles(PkiFolder.FullName, "root-*.crt"))
        {
            File.Copy(root, Path.Combine(folder, Path.GetFileName(root)));
        }

        return server.WithWebHostBuilder(builder => Trust(builder, folder));
    }

    /// <param name="builder">Of a server.</param>
    /// <param name="folder">Of a <see cref="CardPki"/>.</param>
    public static void Trust(IWebHostBuilder builder, string folder)
    {
        builder.UseSetting("urls", "http://127.0.0.1:5080");
        builder.UseSetting("Trust:DevelopmentRoots:0", Path.Combine(folder, "root-ec.crt"));
        builder.UseSetting("Trust:DevelopmentRoots:1", Path.Combine(folder, "root-rsa.crt"));
    }

    public static EidVisitor Of(WebApplicationFactory<AccountStore> server) => new(server.CreateClient(
        new WebApplicationFactoryClientOptions { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false }));

    public async Task<string> AskNonceAsync() =>
        (await _client.GetFromJsonAsync<JsonElement>(new Uri("/login/eid/challenge", UriKind.Relative))).GetProperty("nonce").GetString()!;

    /// <param name="withCa">Format 1.1 with the card's issuing CA, as the host makes it when a page asks.</param>
    public static string Sign(string nonce, string origin = Origin, string person = "an", Applet applet = Applet.V18, CardPki? pki = null, bool withCa = false)
    {
        var card = (pki ?? Pki).Issue(CardPersons.Find(person), applet);
        var certificate = card.Authentication;
        using var ec = certificate.GetECDsaPrivateKey();
        using var rsa = certificate.GetRSAPrivateKey();
        var algorithm = ec is null ? "RS256" : "ES384";
        var data = SignedBytes.Compute(algorithm, origin, nonce);
        var token = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["unverifiedCertificate"] = Convert.ToBase64String(certificate.RawData),
            ["algorithm"] = algorithm,
            ["signature"] = Convert.ToBase64String(ec?.SignData(data, HashAlgorithmName.SHA384) ?? rsa!.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            ["format"] = withCa ? "web-eid:1.1" : "web-eid:1.0",
            ["appVersion"] = "https://eidbridge.example/releases/0.1.0",
        };
        if (withCa)
        {
            token["unverifiedIntermediateCertificates"] = new[] { Convert.ToBase64String(card.IssuingCa.RawData) };
        }

        return JsonSerializer.Serialize(token);
    }

    /// <returns>The code of a refusal, or the path that follows.</returns>
    public async Task<string> PostAsync(string token, string? antiforgery = null, (string Name, string Value)? header = null)
    {
        var (status, body) = await SendAsync(token, antiforgery, header);
        return body.GetProperty(status == HttpStatusCode.OK ? "next" : "code").GetString()!;
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string token, string? antiforgery = null, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/login/eid", UriKind.Relative))
        {
            Content = new StringContent(token, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("RequestVerificationToken", antiforgery ?? await ReadAntiforgeryAsync());
        if (header is { } told)
        {
            request.Headers.Add(told.Name, told.Value);
        }

        using var answer = await _client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<string> ReadAntiforgeryAsync()
    {
        var page = await _client.GetStringAsync(new Uri("/login/eid", UriKind.Relative));
        return WebUtility.HtmlDecode(Antiforgery().Match(page).Groups["token"].Value);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<HttpResponseMessage> GetAsync(string path, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add(header, value);
        return await _client.SendAsync(request);
    }

    public void Dispose() => Browser.Dispose();

    [GeneratedRegex("data-antiforgery=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Antiforgery();
}
