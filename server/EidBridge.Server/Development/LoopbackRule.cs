using EidBridge.Server.Site;
using EidBridge.Server.Sms;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Development;

/// <summary>
/// Things that would be a hole on the network are for loopback only, whatever the environment is called: the server refuses to
/// start and names the key.
/// </summary>
internal sealed class LoopbackRule(IConfiguration configuration)
{
    /// <param name="key">The configuration key that asked for something meant for development, for example <c>Sms:Provider</c>.</param>
    /// <returns>A refusal that names both keys, or null when origin and every listening address are loopback.</returns>
    public string? Refusal(string key)
    {
        if (!ListeningAddresses.IsLoopback(configuration["Site:Origin"]))
        {
            return $"{key} is for development and needs a loopback Site:Origin";
        }

        return ListeningAddresses.FindPublicKey(configuration) is { } open
            ? $"{key} is for development, but {open} listens on more than loopback"
            : null;
    }
}

internal sealed class OutboxOnLoopbackOnly(LoopbackRule rule) : IValidateOptions<SmsOptions>
{
    public ValidateOptionsResult Validate(string? name, SmsOptions options) =>
        string.Equals(options.Provider, SmsOptions.Outbox, StringComparison.Ordinal) && rule.Refusal("Sms:Provider=Outbox") is { } refusal
            ? ValidateOptionsResult.Fail(refusal)
            : ValidateOptionsResult.Success;
}
