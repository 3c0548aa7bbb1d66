using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.VirtualCard;

namespace EidBridge.Testing;

/// <summary>
/// Says who is revoked (OCSP, RFC 6960; lists, RFC 5280 section 5), as the handler that a site's questions go to. Every card is good until a test says otherwise.
/// </summary>
public sealed class TestResponder : HttpMessageHandler
{
    /// <summary>What the test cards name as their responder; nobody has that address.</summary>
    public const string Host = "responder.eidbridge.test";

    private readonly CardPki _pki;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, X509RevocationReason> _revoked = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _asked = [];

    internal TestResponder(CardPki pki, TimeProvider time) => (_pki, _time) = (pki, time);

    /// <summary>Paths that were asked for, in order: <c>/ocsp/citizen</c>, <c>/crl/root8.crl</c> …</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>While true, every question is answered with a server's error.</summary>
    public bool IsDown { get; set; }

    /// <summary>Revokes a person's card, for good or (certificateHold) for a while.</summary>
    public void Revoke(CardPerson person, X509RevocationReason reason = X509RevocationReason.KeyCompromise, Applet applet = Applet.V18) =>
        _revoked[KeyOf(_pki.Issue(person, applet).Authentication)] = reason;

    /// <summary>Takes it back: a card that was found again.</summary>
    public void Release(CardPerson person, Applet applet = Applet.V18) => _revoked.TryRemove(KeyOf(_pki.Issue(person, applet).Authentication), out _);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = request.RequestUri!.AbsolutePath;
        _asked.Enqueue(path);
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
        return IsDown ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
            : Answer(path, body) is { } answer ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(answer) }
            : new HttpResponseMessage(HttpStatusCode.NotFound);
    }

    private byte[]? Answer(string path, byte[] question) => path switch
    {
        "/ocsp/citizen" => Tell(question, foreigner: false),
        "/ocsp/foreigner" => Tell(question, foreigner: true),
        "/crl/root7.crl" => List(_pki.Root(Applet.V17)),
        "/crl/root8.crl" => List(_pki.Root(Applet.V18)),
        "/crl/citizen7.crl" => List(_pki.IssuingCa(Applet.V17, foreigner: false)),
        "/crl/citizen8.crl" => List(_pki.IssuingCa(Applet.V18, foreigner: false)),
        "/crl/foreigner7.crl" => List(_pki.IssuingCa(Applet.V17, foreigner: true)),
        "/crl/foreigner8.crl" => List(_pki.IssuingCa(Applet.V18, foreigner: true)),
        _ => null,
    };

    // The CAs of both generations share their name; the key in the question tells them apart.
    private byte[] Tell(byte[] question, bool foreigner)
    {
        var (issuerKey, serial, nonce) = Read(question);
        var applet = IsKeyOf(_pki.IssuingCa(Applet.V18, foreigner), issuerKey) ? Applet.V18 : Applet.V17;
        var now = _time.GetUtcNow();
        return new OcspForge
        {
            Issuer = _pki.IssuingCa(applet, foreigner),
            SerialNumber = serial,
            Signer = _pki.Responder(applet, foreigner),
            Certificates = [_pki.Responder(applet, foreigner)],
            ThisUpdate = now,
            NextUpdate = now.AddHours(1),
            Nonce = nonce,
            Hash = applet == Applet.V18 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256,
            Revoked = _revoked.TryGetValue(Convert.ToHexString(serial), out var reason) ? (int)reason : null,
        }.Make();
    }

    private byte[] List(X509Certificate2 issuer)
    {
        var now = _time.GetUtcNow();
        var builder = new CertificateRevocationListBuilder();
        foreach (var (serial, reason) in _revoked)
        {
            builder.AddEntry(Convert.FromHexString(serial), now, reason);
        }

        return builder.Build(issuer, 1, now.AddHours(2), HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1, now);
    }

    private static (byte[] IssuerKey, byte[] Serial, byte[]? Nonce) Read(byte[] question)
    {
        var body = new AsnReader(question, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        var id = body.ReadSequence().ReadSequence().ReadSequence();
        id.ReadSequence();
        id.ReadOctetString();
        var (issuerKey, serial) = (id.ReadOctetString(), id.ReadIntegerBytes().ToArray());
        if (!body.HasData)
        {
            return (issuerKey, serial, null);
        }

        var extension = body.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 2)).ReadSequence().ReadSequence();
        extension.ReadObjectIdentifier();
        return (issuerKey, serial, new AsnReader(extension.ReadOctetString(), AsnEncodingRules.DER).ReadOctetString());
    }

#pragma warning disable CA5350 // A name in a question.
    private static bool IsKeyOf(X509Certificate2 ca, byte[] hash) => SHA1.HashData(ca.GetPublicKey()).AsSpan().SequenceEqual(hash);
#pragma warning restore CA5350

    private static string KeyOf(X509Certificate2 certificate) => Convert.ToHexString(certificate.SerialNumberBytes.Span);
}
