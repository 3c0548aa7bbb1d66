namespace EidBridge.Server.Sms;

/// <summary>The way out for text messages. A sending may arrive twice; the last code alone works, so that does no harm.</summary>
internal interface ISmsSender
{
    /// <param name="idempotencyId">The same for every try of one sending.</param>
    /// <param name="e164">For example +32470123456.</param>
    /// <param name="text">In the person's language.</param>
    /// <param name="cancellationToken">Ends the waiting, not a message already taken.</param>
    Task SendAsync(string idempotencyId, string e164, string text, CancellationToken cancellationToken);
}
