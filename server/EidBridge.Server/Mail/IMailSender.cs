namespace EidBridge.Server.Mail;

/// <summary>The way out for mail.</summary>
internal interface IMailSender
{
    /// <param name="idempotencyId">The same for every try of one sending.</param>
    /// <param name="address">One address.</param>
    /// <param name="subject">One line, in the person's language.</param>
    /// <param name="text">Plain text, in the person's language.</param>
    /// <param name="cancellationToken">Ends the waiting, not a message already taken.</param>
    Task SendAsync(string idempotencyId, string address, string subject, string text, CancellationToken cancellationToken);
}
