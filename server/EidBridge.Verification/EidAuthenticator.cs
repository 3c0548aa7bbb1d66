using EidBridge.Protocol;
using EidBridge.Verification.Challenges;
using EidBridge.Verification.Revocation;

namespace EidBridge.Verification;

/// <summary>
/// A login from its nonce to a person, in this order: the session's nonces, the token (steps 1 to 11), the nonce taken once, and only then the question whether the card has
/// been revoked. A card that nobody can ask about has used its nonce up; the page asks for a new one.
/// A service of <c>AddEidBridge</c>, for sites that have endpoints of their own.
/// </summary>
public sealed class EidAuthenticator
{
    private readonly EidTokenVerifier _verifier;
    private readonly IChallengeStore _challenges;
    private readonly RevocationCheck? _revocation;

    /// <param name="revocation">Null for a site that asks elsewhere, or a test: then nothing is asked.</param>
    internal EidAuthenticator(EidTokenVerifier verifier, IChallengeStore challenges, RevocationCheck? revocation) =>
        (_verifier, _challenges, _revocation) = (verifier, challenges, revocation);

    /// <summary>Gives this browser session a nonce.</summary>
    /// <param name="session">What tells this browser session from every other.</param>
    /// <returns>The nonce for the page: <c>authenticate(nonce)</c>.</returns>
    public Task<string> ChallengeAsync(string session, CancellationToken cancellationToken) => _challenges.GiveAsync(session, cancellationToken);

    /// <summary>Verifies a token, and uses its nonce up.</summary>
    /// <param name="session">As in <see cref="ChallengeAsync"/>; null for a browser without one.</param>
    /// <param name="token">JSON as the page sent it.</param>
    /// <param name="useOf">What the proof is wanted for, where a site knows accounts; otherwise a change of the account is taken for granted.</param>
    /// <exception cref="EidBridgeException">With the code of the step that refused. A token that is refused leaves the nonce for another try.</exception>
    public async Task<VerifiedEid> AuthenticateAsync(
        string? session, ReadOnlyMemory<byte> token, Func<VerifiedEid, CancellationToken, Task<EidUse>>? useOf, CancellationToken cancellationToken)
    {
        var nonces = await _challenges.FindAsync(session, cancellationToken);
        var card = _verifier.Prove(token.Span, nonces);
        await _challenges.TakeAsync(session!, card.Eid.ChallengeNonce, cancellationToken);
        if (_revocation is null)
        {
            return card.Eid;
        }

        var use = useOf is null ? EidUse.AccountChange : await useOf(card.Eid, cancellationToken);
        card.Eid.RestsOnStaleAnswer = await _revocation.RequireGoodAsync(card, use, cancellationToken);
        return card.Eid;
    }
}
