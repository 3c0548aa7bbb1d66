using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using EidBridge.Server.Challenges;
using EidBridge.Server.Localisation;
using EidBridge.Server.Trust;

namespace EidBridge.Server.Login;

/// <summary>From a token to a proof of who is there.</summary>
internal sealed class EidLogin(ChallengeStore challenges, TrustStore trust, TimeProvider clock)
{
    /// <param name="browser">Whom the nonce was given to.</param>
    /// <exception cref="EidBridgeException">With the code of the step that refused. A refused token leaves the nonce for another try.</exception>
    public async Task<EidProof> ProveAsync(string? browser, byte[] token, CancellationToken cancellationToken)
    {
        var nonces = await challenges.FindAsync(browser, cancellationToken);
        var eid = trust.Verifier.Verify(token, nonces);

        // Verified first, then taken: the one statement that removes the nonce decides among parallel requests.
        await challenges.TakeAsync(browser!, eid.ChallengeNonce, cancellationToken);
        return NationalNumber.TryParse(eid.NationalNumber, out var number)
            ? new EidProof(number!, eid.GivenNames, eid.Surname, Texts.Language, clock.GetUtcNow())
            : throw new EidBridgeException(ErrorCode.CertificateInvalid, "national number");
    }
}
