using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Provisioning;

/// <summary>Section <c>Provisioning</c>.</summary>
internal sealed class ProvisioningOptions
{
    public const string Section = "Provisioning";

    /// <summary>How long the systems downstream take, as far as we know: the estimate on the page. The development target takes exactly this.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Between two looks at a target that is not ready.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A claimed step that takes longer is taken by the next one who looks.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two sweeps, which fire what was missed.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Failures of one step in a row before the person is told and asked to try again.</summary>
    [Range(1, 20)]
    public int MaximumFailures { get; init; } = 5;
}

[OptionsValidator]
internal sealed partial class ProvisioningOptionsValidator : IValidateOptions<ProvisioningOptions>;
