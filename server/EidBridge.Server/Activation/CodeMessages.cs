using System.Globalization;
using EidBridge.Server.Accounts;
using EidBridge.Server.Localisation;
using EidBridge.Server.Mail;
using EidBridge.Server.Site;
using EidBridge.Server.Sms;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Activation;

/// <summary>The text messages and mails of an account, in the language of its owner.</summary>
internal sealed class CodeMessages(ISmsSender sms, IMailSender mail, Texts texts, IOptions<SiteOptions> site)
{
    /// <param name="account">Whose mobile or address receives it.</param>
    /// <param name="purpose">Text message or mail.</param>
    /// <param name="sending">Part of the idempotency id.</param>
    /// <param name="code">The code.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task SendCodeAsync(Account account, CodePurpose purpose, int sending, ActivationCode code, CancellationToken cancellationToken)
    {
        var id = IdOf(account, purpose.ToString(), sending);
        return purpose switch
        {
            CodePurpose.Activation => sms.SendAsync(id, account.PhoneNumber!, Say(account, "messages.sms", code.Digits), cancellationToken),
            CodePurpose.Email => mail.SendAsync(
                id, account.Email!, Say(account, "messages.mail-subject"), Say(account, "messages.mail", code.Digits), cancellationToken),
        };
    }

    /// <summary>To the owner of an address that somebody else typed; the one who typed it learns nothing.</summary>
    /// <param name="owner">The account whose user name it is.</param>
    /// <param name="typedBy">The account that is being made.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task SendAddressUsedAsync(Account owner, Account typedBy, CancellationToken cancellationToken) =>
        mail.SendAsync(
            $"{typedBy.ExternalId}:used",
            owner.Email!,
            Say(owner, "messages.used-subject"),
            Say(owner, "messages.used"),
            cancellationToken);

    private static string IdOf(Account account, string what, int sending) =>
        string.Create(CultureInfo.InvariantCulture, $"{account.ExternalId}:{what}:{sending}");

    private string Say(Account account, string key, params object[] values)
    {
        var text = texts.In(account.Details.Language ?? Texts.Language)[key];
        return string.Format(CultureInfo.InvariantCulture, text, [.. values, site.Value.Origin.Authority]);
    }
}
