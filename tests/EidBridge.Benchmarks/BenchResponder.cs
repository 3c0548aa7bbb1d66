using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Testing;
using EidBridge.VirtualCard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EidBridge.Benchmarks;

/// <summary>Answers OCSP questions about citizens' cards, and gives the roots' lists, on loopback: every card is good.</summary>
internal sealed class BenchResponder : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, byte[]> _lists = new(StringComparer.Ordinal);

    private BenchResponder(WebApplication app, Uri address)
    {
        var now = DateTimeOffset.UtcNow;
        (_app, Address, Pki) = (app, address, CardPki.Create(now, address));
        foreach (var (applet, name) in ((Applet, string)[])[(Applet.V18, "root8"), (Applet.V17, "root7")])
        {
            _lists[$"/crl/{name}.crl"] = new CertificateRevocationListBuilder().Build(
                Pki.Root(applet), 1, now.AddHours(6), applet == Applet.V18 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, now);
        }
    }

    public Uri Address { get; }

    public CardPki Pki { get; }

    public static async Task<BenchResponder> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        BenchResponder? responder = null;
        app.Run(context => responder!.AnswerAsync(context));
        await app.StartAsync();
        return responder = new BenchResponder(app, new Uri(app.Urls.Single() + "/"));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (_lists.TryGetValue(context.Request.Path, out var list))
        {
            await context.Response.Body.WriteAsync(list);
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        await context.Response.Body.WriteAsync(Answer(body.ToArray()));
    }

    private byte[] Answer(byte[] request)
    {
        var question = new AsnReader(request, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        var id = question.ReadSequence().ReadSequence().ReadSequence();
        id.ReadSequence();
        id.ReadOctetString();
        var applet = id.ReadOctetString().AsSpan().SequenceEqual(KeyHash(Pki.IssuingCa(Applet.V18, foreigner: false))) ? Applet.V18 : Applet.V17;
        var serial = id.ReadIntegerBytes().ToArray();
        var nonce = question.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 2)).ReadSequence().ReadSequence();
        nonce.ReadObjectIdentifier();
        var now = DateTimeOffset.UtcNow;
        return new OcspForge
        {
            Issuer = Pki.IssuingCa(applet, foreigner: false),
            SerialNumber = serial,
            Signer = Pki.Responder(applet, foreigner: false),
            Certificates = [Pki.Responder(applet, foreigner: false)],
            ThisUpdate = now,
            NextUpdate = now.AddHours(6),
            Nonce = new AsnReader(nonce.ReadOctetString(), AsnEncodingRules.DER).ReadOctetString(),
            Hash = applet == Applet.V18 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256,
        }.Make();
    }

#pragma warning disable CA5350 // A name in a question.
    private static byte[] KeyHash(X509Certificate2 ca) => SHA1.HashData(ca.GetPublicKey());
#pragma warning restore CA5350
}
