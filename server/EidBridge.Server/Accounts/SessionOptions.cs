using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Accounts;

/// <summary>Section <c>Session</c>: how long a login lasts.</summary>
internal sealed class SessionOptions
{
    public const string Section = "Session";

    /// <summary>Ends after this long without a request.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "08:00:00")]
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Ends after this long whatever happens.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "24:00:00")]
    public TimeSpan AbsoluteTimeout { get; init; } = TimeSpan.FromHours(4);

    /// <summary>How long the eID proof opens registration and activation, for one who has no session yet.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "04:00:00")]
    public TimeSpan ProofLifetime { get; init; } = TimeSpan.FromHours(1);
}

[OptionsValidator]
internal sealed partial class SessionOptionsValidator : IValidateOptions<SessionOptions>;
