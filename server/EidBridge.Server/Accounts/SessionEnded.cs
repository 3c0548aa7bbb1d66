using EidBridge.Protocol;
using Microsoft.AspNetCore.Mvc;

namespace EidBridge.Server.Accounts;

/// <summary>The page needs an eID proof and there is none any more: log in again, and be told why.</summary>
internal static class SessionEnded
{
    public static LocalRedirectResult Redirect() => new($"{AccountDoor.Login}?error={ErrorCode.SessionExpired}");

    /// <returns>Where a proof that may change nothing leads; null for one that may.</returns>
    public static LocalRedirectResult? RefuseChange(EidProof? proof) =>
        proof is null ? Redirect()
            : proof.RestsOnStaleAnswer ? new LocalRedirectResult($"{AccountDoor.Login}?error={ErrorCode.RevocationUnavailable}")
            : null;
}
