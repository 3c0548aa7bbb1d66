using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using Microsoft.EntityFrameworkCore;

namespace EidBridge.Server.Activation;

/// <summary>The address is the user name, so its owner shows a code that was mailed to it.</summary>
internal sealed class EmailConfirmation(AccountStore accounts, CodeDesk codes, CodeMessages messages, TimeProvider clock)
{
    /// <summary>Mails a code; or, when the address is somebody's user name already, tells that person and nobody else.</summary>
    /// <param name="account">Its address is not confirmed yet.</param>
    /// <param name="again">Asked for by the person: the gap and the day's number hold.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<SendOutcome> SendAsync(Account account, bool again, CancellationToken cancellationToken)
    {
        if (await accounts.FindByEmailAsync(account.Email!, cancellationToken) is { } owner)
        {
            await messages.SendAddressUsedAsync(owner, account, cancellationToken);
            return SendOutcome.Sent;
        }

        return again
            ? await codes.ResendAsync(account, CodePurpose.Email, cancellationToken)
            : await codes.SendFreshAsync(account, CodePurpose.Email, cancellationToken);
    }

    /// <returns>Null when the address is confirmed now, else the catalogue's word for what is wrong.</returns>
    public async Task<string?> ConfirmAsync(Account account, ActivationCode code, CancellationToken cancellationToken)
    {
        if (account.EmailConfirmed)
        {
            return null;
        }

        if (await codes.ReserveAsync(account, CodePurpose.Email, cancellationToken) is not { } attempt)
        {
            return ErrorCode.CodeExpired;
        }

        if (!attempt.Matches(code))
        {
            return attempt.IsLast ? ErrorCode.CodeExpired : ErrorCode.CodeWrong;
        }

        try
        {
            var now = clock.GetUtcNow();
            var address = account.NormalizedEmail!;
            var same = await accounts.ChangeAsync(account.Id, a => a.ConfirmEmail(address, now), cancellationToken);
            return same ? null : ErrorCode.CodeExpired;
        }
        catch (DbUpdateException)
        {
            // The unique index: another account confirmed the same address a moment ago.
            return ErrorCode.CodeExpired;
        }
    }
}
