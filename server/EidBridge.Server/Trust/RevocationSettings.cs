using EidBridge.Server.Development;
using EidBridge.Verification.Revocation;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Trust;

/// <summary>Section <c>Trust:Revocation</c>: whether and whom the server asks if a card has been revoked.</summary>
internal sealed class RevocationSettings
{
    /// <summary>False asks nobody, on loopback only. When not given, everybody is asked about but cards of a development root alone, which has no responder.</summary>
    public bool? Ask { get; init; }

    /// <summary><c>FailClosed</c>, or <c>StaleAnswerForActiveAccounts</c>.</summary>
    public OutagePolicy Outage { get; init; } = OutagePolicy.FailClosed;

    /// <summary>Who may be asked; the Belgian state's hosts when empty.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    public RevocationOptions ToOptions() => AllowedHosts.Count == 0
        ? new RevocationOptions { Outage = Outage }
        : new RevocationOptions { Outage = Outage, AllowedHosts = AllowedHosts };
}

/// <summary>A public server that asks nobody would let revoked cards in: it refuses to start and names the key.</summary>
internal sealed class RevocationRule(LoopbackRule rule) : IValidateOptions<TrustOptions>
{
    public ValidateOptionsResult Validate(string? name, TrustOptions options) =>
        options.Revocation.Ask == false && rule.Refusal("Trust:Revocation:Ask=false") is { } refusal ? ValidateOptionsResult.Fail(refusal)
            : options.Revocation.ToOptions().FindFault() is { } fault ? ValidateOptionsResult.Fail($"Trust:Revocation: {fault}")
            : ValidateOptionsResult.Success;
}
