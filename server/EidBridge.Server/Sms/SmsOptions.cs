using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Sms;

/// <summary>Section <c>Sms</c>.</summary>
internal sealed class SmsOptions
{
    public const string Section = "Sms";

    /// <summary>Takes text messages and mails into the development outbox.</summary>
    public const string Outbox = "Outbox";

    [Required]
    [AllowedValues(Outbox, ErrorMessage = "Sms:Provider must be Outbox")]
    public required string Provider { get; init; }
}

[OptionsValidator]
internal sealed partial class SmsOptionsValidator : IValidateOptions<SmsOptions>;
