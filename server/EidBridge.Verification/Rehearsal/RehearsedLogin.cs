using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using EidBridge.Protocol;
using EidBridge.Verification.Challenges;
using EidBridge.Verification.Revocation;
using Microsoft.Extensions.Logging.Abstractions;

namespace EidBridge.Verification.Rehearsal;

/// <summary>
/// A whole login with made-up keys and nobody there, so that the first real one finds everything compiled and loaded. It has a verifier, nonces, caches and a connection of its
/// own, asks no network, and is neither counted nor logged.
/// </summary>
internal static class RehearsedLogin
{
    private const string Origin = $"https://{RehearsedPki.Host}";
    private const string Session = "rehearsal";

    public static async Task PlayAsync()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        await PlayAsync(ec, SignatureAlgorithm.Es384, (data, hash) => ec.SignData(data, hash));
        using var rsa = RSA.Create(2048);
        await PlayAsync(rsa, SignatureAlgorithm.Rs256, (data, hash) => rsa.SignData(data, hash, RSASignaturePadding.Pkcs1));
    }

    private static async Task PlayAsync(AsymmetricAlgorithm key, string algorithm, Func<byte[], HashAlgorithmName, byte[]> sign)
    {
        var time = TimeProvider.System;
        var now = time.GetUtcNow();
        var pki = new RehearsedPki(key, now);
        using var meters = new Unheard();
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new RehearsedResponder(pki, now)),
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            MeterFactory = meters,
        };
        var options = new RevocationOptions { AllowedHosts = [RehearsedPki.Host], BackchannelHttpHandler = handler };
        using var check = new RevocationCheck(options, time, NullLogger<RevocationCheck>.Instance, isCounted: false);
        var authenticator = new EidAuthenticator(
            new EidTokenVerifier(
                new EidVerificationOptions { Origin = Origin, TrustAnchors = [pki.RootCertificate], IssuingCertificates = [pki.CaCertificate], RememberedKeys = 1 }, time),
            new InMemoryChallengeStore(time),
            check);
        var nonce = await authenticator.ChallengeAsync(Session, CancellationToken.None);
        var signature = sign(SignedBytes.Compute(algorithm, Origin, nonce), pki.Hash);
        await authenticator.AuthenticateAsync(Session, Token(pki, algorithm, signature), useOf: null, CancellationToken.None);
    }

    private static byte[] Token(RehearsedPki pki, string algorithm, byte[] signature) => Encoding.UTF8.GetBytes(
        $$"""
        {"unverifiedCertificate":"{{Convert.ToBase64String(pki.Card.RawData)}}","algorithm":"{{algorithm}}","signature":"{{Convert.ToBase64String(signature)}}",
        "format":"{{AuthenticationToken.Format}}","appVersion":"rehearsal"}
        """);

    /// <summary>Whoever listens to the meters of HTTP does not hear of this.</summary>
    private sealed class Unheard : IMeterFactory
    {
        private readonly Meter _meter = new(nameof(Unheard));

        public Meter Create(MeterOptions options) => _meter;

        public void Dispose() => _meter.Dispose();
    }
}
