using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Activation;

/// <summary>Section <c>Activation</c>: how long codes live and how often they are sent. How many tries there are is not configurable.</summary>
internal sealed class ActivationOptions
{
    public const string Section = "Activation";

    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan CodeLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A mail takes longer than a text message.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "24:00:00")]
    public TimeSpan MailCodeLifetime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The least time between two sendings.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan ResendGap { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Sendings on one day (UTC), the first one included.</summary>
    [Range(1, 20)]
    public int SendingsPerDay { get; init; } = 5;
}

[OptionsValidator]
internal sealed partial class ActivationOptionsValidator : IValidateOptions<ActivationOptions>;
