using EidBridge.Protocol;
using EidBridge.Verification.Challenges;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>T9: nonces are given, found, end, and are taken once.</summary>
[TestClass]
public sealed class T9NonceTests
{
    private const string Session = "a browser";
    private readonly FakeTimeProvider _clock = new(TokenWorkshop.Now);
    private readonly InMemoryChallengeStore _store;

    public T9NonceTests() => _store = new InMemoryChallengeStore(_clock);

    [TestMethod]
    public async Task GivenNonce_IsFoundByItsSession_AndByNoOther()
    {
        var nonce = await _store.GiveAsync(Session, CancellationToken.None);

        Assert.AreSequenceEqual([nonce], await _store.FindAsync(Session, CancellationToken.None));
        await AssertRefusedAsync(ErrorCode.NonceUnknown, () => _store.FindAsync("another browser", CancellationToken.None));
        await AssertRefusedAsync(ErrorCode.NonceUnknown, () => _store.FindAsync(null, CancellationToken.None));
        await AssertRefusedAsync(ErrorCode.NonceUnknown, () => _store.TakeAsync("another browser", nonce, CancellationToken.None));
    }

    [TestMethod]
    public async Task Nonce_LivesLongerThanAPersonHas_AndEnds()
    {
        var nonce = await _store.GiveAsync(Session, CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(240));
        Assert.HasCount(1, await _store.FindAsync(Session, CancellationToken.None));
        _clock.Advance(ChallengeNonce.Lifetime);

        await AssertRefusedAsync(ErrorCode.NonceExpired, () => _store.FindAsync(Session, CancellationToken.None));
        await AssertRefusedAsync(ErrorCode.NonceUnknown, () => _store.TakeAsync(Session, nonce, CancellationToken.None));
    }

    [TestMethod]
    public async Task TakenNonce_IsGone_AndItsNeighbourIsNot()
    {
        var first = await _store.GiveAsync(Session, CancellationToken.None);
        var second = await _store.GiveAsync(Session, CancellationToken.None);

        await _store.TakeAsync(Session, first, CancellationToken.None);

        await AssertRefusedAsync(ErrorCode.NonceUnknown, () => _store.TakeAsync(Session, first, CancellationToken.None));
        Assert.AreSequenceEqual([second], await _store.FindAsync(Session, CancellationToken.None));
    }

    [TestMethod]
    public async Task SixthNonceOfASession_PushesOutTheFirst()
    {
        var nonces = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            nonces.Add(await _store.GiveAsync(Session, CancellationToken.None));
        }

        Assert.AreSequenceEqual(nonces.Skip(1), await _store.FindAsync(Session, CancellationToken.None));
    }

    [TestMethod]
    public async Task HundredThousandSessionsThatNeverComeBack_PushOutTheOldest_AndTheNewestStays()
    {
        await _store.GiveAsync(Session, CancellationToken.None);
        for (var i = 0; i < 100_000; i++)
        {
            await _store.GiveAsync($"{i}", CancellationToken.None);
        }

        await AssertRefusedAsync(ErrorCode.NonceUnknown, () => _store.FindAsync(Session, CancellationToken.None));
        Assert.HasCount(1, await _store.FindAsync("99999", CancellationToken.None));
    }

    [TestMethod]
    public async Task HundredLoginsWithOneToken_OneWins()
    {
        var authenticator = new EidAuthenticator(TokenWorkshop.Verifier(), _store, revocation: null);
        var nonce = await authenticator.ChallengeAsync(Session, CancellationToken.None);
        var token = TokenWorkshop.Token(TokenWorkshop.Members(CardPersons.An, Applet.V17, nonce: nonce));

        var logins = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () =>
        {
            try
            {
                return (await authenticator.AuthenticateAsync(Session, token, useOf: null, CancellationToken.None)).NationalNumber;
            }
            catch (EidBridgeException e)
            {
                return e.Code;
            }
        })));

        Assert.AreEqual(1, logins.Count(login => login == CardPersons.An.NationalNumber));
        Assert.AreEqual(99, logins.Count(login => login == ErrorCode.NonceUnknown));
    }

    [TestMethod]
    public async Task RefusedToken_LeavesTheNonce()
    {
        var authenticator = new EidAuthenticator(TokenWorkshop.Verifier(), _store, revocation: null);
        var nonce = await authenticator.ChallengeAsync(Session, CancellationToken.None);
        var members = TokenWorkshop.Members(CardPersons.An, Applet.V18, nonce: nonce);
        var spoiled = new Dictionary<string, object?>(members, StringComparer.Ordinal) { ["algorithm"] = "ES256" };

        await AssertRefusedAsync(
            ErrorCode.AlgorithmUnsupported, () => authenticator.AuthenticateAsync(Session, TokenWorkshop.Token(spoiled), useOf: null, CancellationToken.None));
        var eid = await authenticator.AuthenticateAsync(Session, TokenWorkshop.Token(members), useOf: null, CancellationToken.None);

        Assert.AreEqual(nonce, eid.ChallengeNonce);
    }

    private static async Task AssertRefusedAsync(string code, Func<Task> action) =>
        Assert.AreEqual(code, (await Assert.ThrowsExactlyAsync<EidBridgeException>(action)).Code);
}
