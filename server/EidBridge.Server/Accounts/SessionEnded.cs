using EidBridge.Protocol;
using Microsoft.AspNetCore.Mvc;

namespace EidBridge.Server.Accounts;

/// <summary>The page needs an eID proof and there is none any more: log in again, and be told why.</summary>
internal static class SessionEnded
{
    public static LocalRedirectResult Redirect() => new($"{AccountDoor.Login}?error={ErrorCode.SessionExpired}");
}
