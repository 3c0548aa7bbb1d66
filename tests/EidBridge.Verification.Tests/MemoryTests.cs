using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.Protocol;
using EidBridge.Verification.Challenges;
using EidBridge.Verification.Revocation;
using EidBridge.Verification.Tests.Revocation;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Verification.Tests;

/// <summary>What a login leaves behind, in bytes: whole logins with nonce and revocation, nothing timed, nothing over a network.</summary>
[TestClass]
[DoNotParallelize]
public sealed class MemoryTests : IDisposable
{
    private const int MostPerLogin = 20_000;

    // Over 1,500 logins: less than the smallest object for each.
    private const int MostGrowth = 24_000;

    private const int Kept = 30;
    private const int Cards = 100;
    private readonly FakeTimeProvider _clock = new(TokenWorkshop.Now);
    private readonly ReadyAnswers _answers = new(TokenWorkshop.Pki);
    private readonly RevocationCheck _check;
    private readonly EidAuthenticator _authenticator;
    private int _sessions;

    public MemoryTests()
    {
        var pki = TokenWorkshop.Pki;
        _check = new RevocationCheck(
            new RevocationOptions { AllowedHosts = ["127.0.0.1:9"], BackchannelHttpHandler = _answers, MaxAnswers = Kept, MaxAgeWithoutNonce = TimeSpan.FromHours(24) },
            _clock,
            NullLogger<RevocationCheck>.Instance);
        _authenticator = new EidAuthenticator(
            new EidTokenVerifier(
                new EidVerificationOptions
                {
                    Origin = TokenWorkshop.Origin,
                    TrustAnchors = [pki.EcRoot, pki.RsaRoot],
                    IssuingCertificates = [pki.IssuingCa(Applet.V18, foreigner: false), pki.IssuingCa(Applet.V17, foreigner: false)],
                    RememberedKeys = Kept,
                },
                _clock),
            new InMemoryChallengeStore(_clock),
            _check);
    }

    public void Dispose()
    {
        _check.Dispose();
        _answers.Dispose();
    }

    [TestMethod]
    [DataRow(Applet.V18, DisplayName = "ES384")]
    [DataRow(Applet.V17, DisplayName = "RS256")]
    public async Task LoginOfAKnownCard_AllocatesLittle(Applet applet)
    {
        const int Measured = 40;
        _answers.Applet = applet;
        var card = TokenWorkshop.Pki.Issue(CardPersons.An, applet).Authentication;
        var logins = new List<(string Session, byte[] Token)>();
        for (var i = 0; i < Measured + 10; i++)
        {
            var session = NextSession();
            logins.Add((session, TokenWorkshop.Token(TokenWorkshop.Members(card, nonce: await _authenticator.ChallengeAsync(session, CancellationToken.None)))));
        }

        foreach (var (session, token) in logins.Take(10))
        {
            await _authenticator.AuthenticateAsync(session, token, useOf: null, CancellationToken.None);
        }

        var allocated = Allocated(logins.Skip(10).ToList());

        Assert.AreEqual(1, _answers.Asked);
        Assert.IsInRange(1000, MostPerLogin, allocated / Measured);
    }

    [TestMethod]
    public async Task LoginsOfManyCards_LeaveNothingBehind()
    {
        // The curve whose signatures are made soonest.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var cards = Enumerable.Range(0, Cards).Select(_ => Card(key)).ToList();

        // Until every table has its size: caches are full, the oldest sessions are forgotten.
        await LogInAsync(cards, key, 300);
        var before = Heap();
        await LogInAsync(cards, key, 1500);
        var growth = Heap() - before;

        Assert.AreEqual(1800, _answers.Asked, "every card that came back was new again");
        Assert.IsLessThan(MostGrowth, growth);
    }

    // Not async, so that all is allocated by one thread, whose count is taken.
    private long Allocated(List<(string Session, byte[] Token)> logins)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var (session, token) in logins)
        {
            var login = _authenticator.AuthenticateAsync(session, token, useOf: null, CancellationToken.None);
            Assert.IsTrue(login.IsCompletedSuccessfully, "a login whose card's answer is at hand waits for nobody");
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private async Task LogInAsync(List<byte[]> cards, ECDsa key, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            var session = NextSession();
            var nonce = await _authenticator.ChallengeAsync(session, CancellationToken.None);
            var signature = key.SignData(SignedBytes.Compute("ES256", TokenWorkshop.Origin, nonce), HashAlgorithmName.SHA256);
            var token = TokenWorkshop.Token(new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["unverifiedCertificate"] = Convert.ToBase64String(cards[i % Cards]),
                ["algorithm"] = "ES256",
                ["signature"] = Convert.ToBase64String(signature),
                ["format"] = "web-eid:1.0",
                ["appVersion"] = "https://eidbridge.example/releases/0.1.0",
            });
            await _authenticator.AuthenticateAsync(session, token, useOf: null, CancellationToken.None);
        }
    }

    private static byte[] Card(ECDsa key)
    {
        var model = TokenWorkshop.Pki.Issue(CardPersons.An, Applet.V17).Authentication;
        var request = new CertificateRequest(model.SubjectName, key, HashAlgorithmName.SHA256);
        foreach (var extension in model.Extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        var issuer = TokenWorkshop.Pki.IssuingCa(Applet.V17, foreigner: false);
        using var signer = issuer.GetRSAPrivateKey()!;
        using var card = request.Create(
            issuer.SubjectName,
            X509SignatureGenerator.CreateForRSA(signer, RSASignaturePadding.Pkcs1),
            TokenWorkshop.Now.AddDays(-1),
            TokenWorkshop.Now.AddDays(1),
            [0x10, .. RandomNumberGenerator.GetBytes(15)]);
        return card.RawData;
    }

    private string NextSession() => $"session {_sessions++:00000}";

    private static long Heap()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
