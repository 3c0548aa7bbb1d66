using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.VirtualCard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EidBridge.Verification.Tests.Revocation;

/// <summary>
/// The programs others run: nginx in front, which serves the lists that <c>openssl ca</c> made, and behind it <c>openssl ocsp</c>, which answers each question
/// from its index. OpenSSL's own listener would open every address of the machine, so it is asked through files.
/// </summary>
internal sealed class RealResponders : IAsyncDisposable
{
    private const int PortsTried = 5;
    private readonly WebApplication _ocsp;
    private readonly DirectoryInfo _folder;

    private RealResponders(WebApplication ocsp, DirectoryInfo folder, Uri address)
    {
        (_ocsp, _folder, Address) = (ocsp, folder, address);
        Pki = CardPki.Create(DateTimeOffset.UtcNow, address);
    }

    public Uri Address { get; }

    /// <summary>Made today: OpenSSL knows no other clock than the machine's.</summary>
    public CardPki Pki { get; }

    public static async Task<RealResponders> OpenAsync()
    {
        var folder = Directory.CreateTempSubdirectory("eidbridge-responders-");
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var ocsp = builder.Build();
        RealResponders? responders = null;
        ocsp.Run(context => responders!.AnswerAsync(context));
        await ocsp.StartAsync();
        Directory.CreateDirectory(Path.Combine(folder.FullName, "crl"));
        return responders = new RealResponders(ocsp, folder, await StartNginxAsync(folder, new Uri(ocsp.Urls.Single())));
    }

    /// <summary>Writes the CAs' indexes and lists anew: each certificate revoked for the reason given.</summary>
    public async Task PublishAsync(Applet applet, IReadOnlyDictionary<X509Certificate2, string> revoked)
    {
        var citizen = Pki.IssuingCa(applet, foreigner: false);
        var suffix = applet == Applet.V18 ? 8 : 7;
        await PublishAsync($"citizen{suffix}", citizen, [.. Cards(applet), .. revoked.Keys], revoked);
        await PublishAsync($"root{suffix}", Pki.Root(applet), [citizen], revoked);
    }

    public async ValueTask DisposeAsync()
    {
        var pid = int.Parse(await File.ReadAllTextAsync(InFolder("nginx.pid")), CultureInfo.InvariantCulture);
        using (var nginx = Process.GetProcessById(pid))
        {
            nginx.Kill();
            await nginx.WaitForExitAsync();
        }

        await _ocsp.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private X509Certificate2[] Cards(Applet applet) =>
        [Pki.Issue(CardPersons.An, applet).Authentication, Pki.Issue(CardPersons.Lucie, applet).Authentication];

    private async Task PublishAsync(
        string name, X509Certificate2 ca, X509Certificate2[] issued, IReadOnlyDictionary<X509Certificate2, string> revoked)
    {
        var index = issued.Distinct().Select(certificate =>
        {
            var ends = Time(certificate.NotAfter);
            var state = revoked.TryGetValue(certificate, out var reason) ? $"R\t{ends}\t{Time(DateTime.UtcNow.AddHours(-1))},{reason}" : $"V\t{ends}\t";
            var serial = Convert.ToHexString(certificate.SerialNumberBytes.Span);
            return $"{state}\t{serial}\tunknown\t/CN={serial}\n";
        });
        await File.WriteAllTextAsync(InFolder($"{name}.index"), string.Concat(index));
        await WriteKeyAsync($"{name}.pem", ca);
        await File.WriteAllTextAsync(InFolder($"{name}.number"), "01\n");
        await File.WriteAllTextAsync(InFolder($"{name}.cnf"), $"""
            [ca]
            default_ca = this
            [this]
            database = {InFolder($"{name}.index")}
            crlnumber = {InFolder($"{name}.number")}
            default_md = sha384
            default_crl_days = 1
            """);
        await RunAsync("openssl", ["ca", "-gencrl", "-config", InFolder($"{name}.cnf"), "-cert", InFolder($"{name}.pem"), "-keyfile", InFolder($"{name}.pem"), "-out", InFolder($"{name}.crl.pem")]);
        await RunAsync("openssl", ["crl", "-in", InFolder($"{name}.crl.pem"), "-outform", "DER", "-out", InFolder(Path.Combine("crl", $"{name}.crl"))]);
    }

    /// <summary>One question to <c>openssl ocsp</c>. Both applets' CAs share a name, so both indexes are tried: the key in the question decides.</summary>
    private async Task AnswerAsync(HttpContext context)
    {
        var question = InFolder($"{Guid.NewGuid()}.req");
        await using (var file = File.Create(question))
        {
            await context.Request.Body.CopyToAsync(file);
        }

        foreach (var (applet, suffix) in ((Applet, int)[])[(Applet.V18, 8), (Applet.V17, 7)])
        {
            var key = SHA1OfKey(Pki.IssuingCa(applet, foreigner: false));
            if (!File.Exists(InFolder($"citizen{suffix}.index")) || (await File.ReadAllBytesAsync(question)).AsSpan().IndexOf(key) < 0)
            {
                continue;
            }

            var signer = InFolder($"responder{suffix}.pem");
            await WriteKeyAsync($"responder{suffix}.pem", Pki.Responder(applet, foreigner: false));
            await RunAsync("openssl",
            [
                "ocsp", "-index", InFolder($"citizen{suffix}.index"), "-CA", InFolder($"citizen{suffix}.pem"), "-rsigner", signer, "-rkey", signer,
                "-reqin", question, "-respout", question + ".resp", "-ndays", "1",
            ]);
            await context.Response.SendFileAsync(question + ".resp");
        }
    }

    private static byte[] SHA1OfKey(X509Certificate2 certificate)
    {
#pragma warning disable CA5350 // The name of an issuer in a CertID.
        return SHA1.HashData(certificate.GetPublicKey());
#pragma warning restore CA5350
    }

    private async Task WriteKeyAsync(string name, X509Certificate2 certificate)
    {
        using var ec = certificate.GetECDsaPrivateKey();
        using var rsa = certificate.GetRSAPrivateKey();
        await File.WriteAllTextAsync(InFolder(name), $"{certificate.ExportCertificatePem()}\n{ec?.ExportECPrivateKeyPem() ?? rsa!.ExportRSAPrivateKeyPem()}\n");
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);

    private static string Time(DateTime time) => time.ToUniversalTime().ToString("yyMMddHHmmss'Z'", CultureInfo.InvariantCulture);

    // nginx takes no port 0: one that was free a moment ago, and another when somebody was quicker.
    private static async Task<Uri> StartNginxAsync(DirectoryInfo folder, Uri ocsp)
    {
        for (var i = 1; ; i++)
        {
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            var port = ((IPEndPoint)free.LocalEndpoint).Port;
            free.Stop();
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nginx.conf"), $$"""
                pid nginx.pid;
                master_process off;
                error_log error.log;
                events {}
                http {
                  access_log off;
                  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                  types { application/pkix-crl crl; }
                  server {
                    listen 127.0.0.1:{{port}};
                    location /crl/ { root .; }
                    location /ocsp/ { proxy_pass {{ocsp.OriginalString}}; }
                  }
                }
                """);
            try
            {
                await RunAsync("nginx", ["-p", folder.FullName, "-c", "nginx.conf", "-g", "user root;", "-e", "error.log"]);
                return new Uri($"http://127.0.0.1:{port}/");
            }
            catch (InvalidOperationException) when (i < PortsTried)
            {
                // The next port.
            }
        }
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start) ?? throw new InvalidOperationException(program);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {arguments[0]}: {await error}");
        }
    }
}
