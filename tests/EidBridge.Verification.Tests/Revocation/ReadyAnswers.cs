using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.VirtualCard;

namespace EidBridge.Verification.Tests.Revocation;

/// <summary>A responder without a connection, whose answers are made once for each card: what a login costs is then the verifier's cost. Every card is good.</summary>
internal sealed class ReadyAnswers(CardPki pki) : HttpMessageHandler
{
    private static readonly TimeSpan Lasting = TimeSpan.FromHours(20);
    private readonly Dictionary<string, byte[]> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<Applet, byte[]> _lists = new[] { Applet.V17, Applet.V18 }.ToDictionary(applet => applet, applet =>
        new CertificateRevocationListBuilder().Build(
            pki.Root(applet), 1, TokenWorkshop.Now + Lasting, HashOf(applet), RSASignaturePadding.Pkcs1, TokenWorkshop.Now));

    /// <summary>Whose cards it is asked about: both kinds name the same address.</summary>
    public Applet Applet { get; set; } = Applet.V17;

    /// <summary>OCSP questions.</summary>
    public int Asked { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get)
        {
            var applet = request.RequestUri!.AbsolutePath.Contains("root8", StringComparison.Ordinal) ? Applet.V18 : Applet.V17;
            return Answer(_lists[applet]);
        }

        Asked++;
        var (serial, _) = RevocationSite.Read(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        var key = Convert.ToHexString(serial);
        if (!_answers.TryGetValue(key, out var ready))
        {
            _answers[key] = ready = Make(serial);
        }

        return Answer(ready);
    }

    private static HttpResponseMessage Answer(byte[] body) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(body) };

    private byte[] Make(byte[] serial) => new OcspForge
    {
        Issuer = pki.IssuingCa(Applet, foreigner: false),
        SerialNumber = serial,
        Signer = pki.Responder(Applet, foreigner: false),
        Certificates = [pki.Responder(Applet, foreigner: false)],
        ThisUpdate = TokenWorkshop.Now,
        NextUpdate = TokenWorkshop.Now + Lasting,
        Hash = HashOf(Applet),
    }.Make();

    private static HashAlgorithmName HashOf(Applet applet) => applet == Applet.V18 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
}
