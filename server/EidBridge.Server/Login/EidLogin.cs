using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using EidBridge.Server.Localisation;
using EidBridge.Server.Trust;
using EidBridge.Verification;
using EidBridge.Verification.AspNetCore;
using EidBridge.Verification.Challenges;
using EidBridge.Verification.Revocation;

namespace EidBridge.Server.Login;

/// <summary>From a token to a proof of who is there.</summary>
internal sealed class EidLogin(IChallengeStore challenges, TrustStore trust, RevocationSource revocation, AccountStore accounts, TimeProvider clock)
{
    /// <param name="browser">Whom the nonce was given to.</param>
    /// <exception cref="EidBridgeException">With the code of the step that refused. A token that does not hold leaves the nonce for another try.</exception>
    public async Task<EidProof> ProveAsync(string? browser, byte[] token, CancellationToken cancellationToken)
    {
        var authenticator = new EidAuthenticator(trust.Verifier, challenges, revocation.Check);
        var eid = await authenticator.AuthenticateAsync(browser, token, FindUseAsync, cancellationToken);
        return new EidProof(NumberOf(eid), eid.GivenNames, eid.Surname, Texts.Language, clock.GetUtcNow(), eid.RestsOnStaleAnswer);
    }

    private static NationalNumber NumberOf(VerifiedEid eid) => NationalNumber.TryParse(eid.NationalNumber, out var number)
        ? number!
        : throw new EidBridgeException(ErrorCode.CertificateInvalid, "national number");

    /// <summary>Whoever does not belong on the account's own page is about to change something: to register, complete, activate, unlock.</summary>
    internal static EidUse UseFor(Account? account) =>
        AccountDoor.PathFor(account) == AccountDoor.Home ? EidUse.LoginToActiveAccount : EidUse.AccountChange;

    private async Task<EidUse> FindUseAsync(VerifiedEid eid, CancellationToken cancellationToken) =>
        UseFor(await accounts.FindByNationalNumberAsync(NumberOf(eid), cancellationToken));
}
