using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Verification.Revocation;
using EidBridge.VirtualCard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Verification.Tests.Revocation;

/// <summary>A PKI whose certificates name this site on loopback, the site itself, and a check that asks it.</summary>
internal sealed class RevocationSite : IAsyncDisposable
{
    private const string AuthorityInformation = "1.3.6.1.5.5.7.1.1";
    private readonly WebApplication _app;
    private readonly List<RevocationCheck> _checks = [];

    private RevocationSite(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
        Pki = CardPki.Create(TokenWorkshop.Now, address);
        Clock = new FakeTimeProvider(TokenWorkshop.Now);
        Challenges = new Challenges.InMemoryChallengeStore(Clock);
        AnswerOcsp = Good;
        AnswerList = GoodList;
    }

    public Uri Address { get; }

    public CardPki Pki { get; }

    public FakeTimeProvider Clock { get; }

    public Challenges.InMemoryChallengeStore Challenges { get; }

    /// <summary>Paths that were asked for, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public int OcspAsked => Asked.Count(path => path.StartsWith("/ocsp", StringComparison.Ordinal));

    public Func<HttpContext, byte[], Task> AnswerOcsp { get; set; }

    public Func<HttpContext, string, Task> AnswerList { get; set; }

    /// <summary>Of the answers and lists that the site makes: reasons by serial number.</summary>
    public Dictionary<string, X509RevocationReason> Revoked { get; } = new(StringComparer.Ordinal);

    public static async Task<RevocationSite> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        RevocationSite? site = null;
        app.Run(context => site!.AnswerAsync(context));
        await app.StartAsync();
        site = new RevocationSite(app, new Uri(app.Urls.Single() + "/"));
        return site;
    }

    /// <summary>Ends with the site.</summary>
    public RevocationCheck Check(RevocationOptions? options = null)
    {
        var check = new RevocationCheck(options ?? Options(), Clock, NullLogger<RevocationCheck>.Instance);
        _checks.Add(check);
        return check;
    }

    public RevocationOptions Options(OutagePolicy outage = OutagePolicy.FailClosed, string? host = null, int maxListBytes = 20_000) => new()
    {
        AllowedHosts = [host ?? Address.Authority],
        Timeout = TimeSpan.FromSeconds(2),
        Outage = outage,
        MaxListBytes = maxListBytes,
    };

    public EidAuthenticator Authenticator(RevocationCheck check) => new(
        new EidTokenVerifier(
            new EidVerificationOptions
            {
                Origin = TokenWorkshop.Origin,
                TrustAnchors = [Pki.EcRoot],
                IssuingCertificates = [Pki.IssuingCa(Applet.V18, foreigner: false), Pki.IssuingCa(Applet.V18, foreigner: true)],
            },
            Clock),
        Challenges,
        check);

    /// <summary>A whole login of a person with a new nonce.</summary>
    public Task<VerifiedEid> LogInAsync(RevocationCheck check, EidUse use = EidUse.AccountChange, CardPerson? person = null) =>
        LogInAsync(check, Pki.Issue(person ?? CardPersons.An, Applet.V18).Authentication, use);

    /// <summary>With any certificate and its key.</summary>
    public async Task<VerifiedEid> LogInAsync(RevocationCheck check, X509Certificate2 certificate, EidUse use = EidUse.AccountChange)
    {
        var authenticator = Authenticator(check);
        var session = Guid.NewGuid().ToString();
        var nonce = await authenticator.ChallengeAsync(session, CancellationToken.None);
        var token = TokenWorkshop.Token(TokenWorkshop.Members(certificate, nonce: nonce));
        return await authenticator.AuthenticateAsync(session, token, (_, _) => Task.FromResult(use), CancellationToken.None);
    }

    /// <summary>Another certificate of An, which names these responders.</summary>
    public X509Certificate2 Leaf(params string[] responders) => TokenWorkshop.Leaf(
        request =>
        {
            foreach (var extension in Pki.Issue(CardPersons.An, Applet.V18).Authentication.Extensions.Where(e => e.Oid!.Value != AuthorityInformation))
            {
                request.CertificateExtensions.Add(extension);
            }

            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(responders, []));
        },
        Pki.IssuingCa(Applet.V18, foreigner: false));

    public async ValueTask DisposeAsync()
    {
        _checks.ForEach(check => check.Dispose());
        await _app.DisposeAsync();
    }

    /// <summary>The right answer about whatever card of the Citizen CA was asked about.</summary>
    public OcspForge Forge(byte[] request)
    {
        var (serial, nonce) = Read(request);
        var issuer = Pki.IssuingCa(Applet.V18, foreigner: false);
        var now = Clock.GetUtcNow();
        return new OcspForge
        {
            Issuer = issuer,
            SerialNumber = serial,
            Signer = Pki.Responder(Applet.V18, foreigner: false),
            Certificates = [Pki.Responder(Applet.V18, foreigner: false)],
            ThisUpdate = now,
            NextUpdate = now.AddHours(1),
            Nonce = nonce,
            Revoked = Revoked.TryGetValue(Convert.ToHexString(serial), out var reason) ? (int)reason : null,
        };
    }

    public byte[] List(string name, DateTimeOffset? thisUpdate = null, DateTimeOffset? nextUpdate = null)
    {
        var issuer = name switch
        {
            "root8" => Pki.Root(Applet.V18),
            "citizen8" => Pki.IssuingCa(Applet.V18, foreigner: false),
            _ => Pki.IssuingCa(Applet.V18, foreigner: true),
        };
        var now = Clock.GetUtcNow();
        var builder = new CertificateRevocationListBuilder();
        foreach (var (serial, reason) in Revoked)
        {
            builder.AddEntry(Convert.FromHexString(serial), now, reason);
        }

        return builder.Build(issuer, 1, nextUpdate ?? now.AddHours(2), HashAlgorithmName.SHA384, rsaSignaturePadding: null, thisUpdate ?? now);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Asked.Enqueue(path);
        if (path.StartsWith("/ocsp/", StringComparison.Ordinal) && HttpMethods.IsPost(context.Request.Method))
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            await AnswerOcsp(context, body.ToArray());
        }
        else if (path.StartsWith("/crl/", StringComparison.Ordinal))
        {
            await AnswerList(context, Path.GetFileNameWithoutExtension(path));
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private async Task Good(HttpContext context, byte[] request) => await context.Response.Body.WriteAsync(Forge(request).Make());

    private async Task GoodList(HttpContext context, string name) => await context.Response.Body.WriteAsync(List(name));

    public static (byte[] Serial, byte[] Nonce) Read(byte[] request)
    {
        var body = new AsnReader(request, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        var id = body.ReadSequence().ReadSequence().ReadSequence();
        id.ReadSequence();
        id.ReadOctetString();
        id.ReadOctetString();
        var serial = id.ReadIntegerBytes().ToArray();
        var extension = body.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 2)).ReadSequence().ReadSequence();
        extension.ReadObjectIdentifier();
        return (serial, new AsnReader(extension.ReadOctetString(), AsnEncodingRules.DER).ReadOctetString());
    }
}
