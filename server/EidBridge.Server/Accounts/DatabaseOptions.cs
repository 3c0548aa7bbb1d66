using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Accounts;

/// <summary>Section <c>Database</c>.</summary>
internal sealed class DatabaseOptions
{
    public const string Section = "Database";

    [AllowedValues("Sqlite", ErrorMessage = "Database:Provider must be Sqlite")]
    public string Provider { get; init; } = "Sqlite";

    [Required]
    public required string ConnectionString { get; init; }
}

[OptionsValidator]
internal sealed partial class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>;
