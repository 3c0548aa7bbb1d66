using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using System.Text.Json;
using EidBridge.Protocol;
using EidBridge.Verification;
using EidBridge.Verification.Revocation;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Logging.Abstractions;

namespace EidBridge.Benchmarks;

/// <summary>A site that knows the roots and issuing CAs, a responder on loopback, and a card's token for a nonce that is never used up.</summary>
internal sealed class VerificationStage : IAsyncDisposable
{
    private const string Origin = "https://portal.example";
    private static readonly JsonSerializerOptions AsBrowsersWrite = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly BenchResponder _responder;
    private readonly CardPki _pki;
    private readonly string _nonce = ChallengeNonce.Create();
    private readonly List<RevocationCheck> _checks = [];

    private VerificationStage(BenchResponder responder, CardPki pki) => (_responder, _pki) = (responder, pki);

    public static async Task<VerificationStage> SetAsync()
    {
        var responder = await BenchResponder.OpenAsync();
        return new VerificationStage(responder, responder.Pki);
    }

    /// <summary>A verifier that has seen nothing yet.</summary>
    public EidAuthenticator Authenticator(int rememberedKeys = 1000, int maxAnswers = 10_000)
    {
        var check = new RevocationCheck(
            new RevocationOptions { AllowedHosts = [_responder.Address.Authority], AnswerLifetime = TimeSpan.FromHours(1), MaxAnswers = maxAnswers },
            TimeProvider.System,
            NullLogger<RevocationCheck>.Instance);
        _checks.Add(check);
        return new EidAuthenticator(
            new EidTokenVerifier(
                new EidVerificationOptions
                {
                    Origin = Origin,
                    TrustAnchors = [_pki.EcRoot, _pki.RsaRoot],
                    IssuingCertificates = [_pki.IssuingCa(Applet.V18, foreigner: false), _pki.IssuingCa(Applet.V17, foreigner: false)],
                    RememberedKeys = rememberedKeys,
                },
                TimeProvider.System),
            new OneChallenge(_nonce),
            check);
    }

    /// <summary>What a site in another process needs to verify that token.</summary>
    public FirstLogin FirstLogin(Applet applet) => new(
        Origin, _nonce, Token(applet), _pki.Root(applet).RawData, _pki.IssuingCa(applet, foreigner: false).RawData, _responder.Address.Authority);

    public byte[] Token(Applet applet) => Token(applet, Certificate(applet).RawDataMemory.Span, Sign(Certificate(applet), Signed(applet).Data));

    /// <summary>Tokens of as many cards: two keys in all, so that they are made quickly, and so two signatures; every tenth is P-384.</summary>
    public byte[][] Tokens(int cards)
    {
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var signatures = new Dictionary<Applet, byte[]>
        {
            [Applet.V17] = rsa.SignData(Signed(Applet.V17).Data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            [Applet.V18] = ec.SignData(Signed(Applet.V18).Data, HashAlgorithmName.SHA384),
        };
        return [.. Enumerable.Range(0, cards).Select(i => i % 10 == 0 ? Applet.V18 : Applet.V17).Select(applet =>
        {
            var model = Certificate(applet);
            var request = applet == Applet.V18
                ? new CertificateRequest(model.SubjectName, ec, HashAlgorithmName.SHA384)
                : new CertificateRequest(model.SubjectName, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            foreach (var extension in model.Extensions)
            {
                request.CertificateExtensions.Add(extension);
            }

            var now = DateTimeOffset.UtcNow;
            byte[] number = [0x10, .. RandomNumberGenerator.GetBytes(15)];
            using var card = request.Create(_pki.IssuingCa(applet, foreigner: false), now.AddDays(-1), now.AddDays(1), number);
            return Token(applet, card.RawDataMemory.Span, signatures[applet]);
        })];
    }

    /// <summary>The two checks that no verifier can leave out, with keys at the ready and nothing around them.</summary>
    public Func<bool> RawChecks(Applet applet)
    {
        var certificate = new AsnReader(Certificate(applet).RawData, AsnEncodingRules.DER).ReadSequence();
        var body = certificate.ReadEncodedValue().ToArray();
        certificate.ReadSequence();
        var bodySignature = certificate.ReadBitString(out _);
        var data = Signed(applet).Data;
        var signature = Sign(Certificate(applet), data);
        var ca = _pki.IssuingCa(applet, foreigner: false);
        if (applet == Applet.V17)
        {
            var (caKey, key) = (ca.GetRSAPublicKey()!, Certificate(applet).GetRSAPublicKey()!);
            return () => caKey.VerifyData(body, bodySignature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                && key.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        var (caEc, ec) = (ca.GetECDsaPublicKey()!, Certificate(applet).GetECDsaPublicKey()!);
        return () => caEc.VerifyData(body, bodySignature, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence)
            && ec.VerifyData(data, signature, HashAlgorithmName.SHA384);
    }

    public async ValueTask DisposeAsync()
    {
        _checks.ForEach(check => check.Dispose());
        await _responder.DisposeAsync();
    }

    private byte[] Token(Applet applet, ReadOnlySpan<byte> certificate, byte[] signature) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        unverifiedCertificate = Convert.ToBase64String(certificate),
        algorithm = Signed(applet).Algorithm,
        signature = Convert.ToBase64String(signature),
        format = "web-eid:1.0",
        appVersion = "https://eidbridge.example/releases/0.1.0",
    }, AsBrowsersWrite);

    private X509Certificate2 Certificate(Applet applet) => _pki.Issue(CardPersons.An, applet).Authentication;

    private (string Algorithm, byte[] Data) Signed(Applet applet)
    {
        var algorithm = applet == Applet.V18 ? SignatureAlgorithm.Es384 : SignatureAlgorithm.Rs256;
        return (algorithm, SignedBytes.Compute(algorithm, Origin, _nonce));
    }

    private static byte[] Sign(X509Certificate2 certificate, byte[] data)
    {
        using var ec = certificate.GetECDsaPrivateKey();
        using var rsa = certificate.GetRSAPrivateKey();
        return ec?.SignData(data, HashAlgorithmName.SHA384) ?? rsa!.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
