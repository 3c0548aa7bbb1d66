using EidBridge.Protocol;
using EidBridge.Verification.Challenges;
using EidBridge.Verification.Revocation;

namespace EidBridge.Verification;

/// <summary>
/// A login from its nonce to a person, in this order: the session's nonces, the token (steps 1 to 11), the nonce taken once, and only then the question whether the card has
/// been revoked. A card that nobody can ask about has used its nonce up; the page asks for a new one.
/// </summary>
/// <param name="revocation">Null for a site that asks elsewhere, or a test: then nothing is asked.</param>
public sealed class EidAuthenticator(EidTokenVerifier verifier, IChallengeStore challenges, RevocationCheck? revocation)
{
    /// <param name="session">What tells this browser session from every other.</param>
    /// <returns>The nonce for the page: <c>authenticate(nonce)</c>.</returns>
    public Task<string> ChallengeAsync(string session, CancellationToken cancellationToken) => challenges.GiveAsync(session, cancellationToken);

    /// <param name="session">As in <see cref="ChallengeAsync"/>; null for a browser without one.</param>
    /// <param name="token">JSON as the page sent it.</param>
    /// <param name="useOf">What the proof is wanted for, where a site knows accounts; otherwise a change of the account is taken for granted.</param>
    /// <exception cref="EidBridgeException">With the code of the step that refused. A token that is refused leaves the nonce for another try.</exception>
    public async Task<VerifiedEid> AuthenticateAsync(
        string? session, ReadOnlyMemory<byte> token, Func<VerifiedEid, CancellationToken, Task<EidUse>>? useOf, CancellationToken cancellationToken)
    {
        var nonces = await challenges.FindAsync(session, cancellationToken);
        var card = verifier.Prove(token.Span, nonces);
        await challenges.TakeAsync(session!, card.Eid.ChallengeNonce, cancellationToken);
        if (revocation is not null)
        {
            var use = useOf is null ? EidUse.AccountChange : await useOf(card.Eid, cancellationToken);
            await revocation.RequireGoodAsync(card, use, cancellationToken);
        }

        return card.Eid;
    }
}
