using System.Net.Mail;

namespace EidBridge.Server.Accounts;

/// <summary>The rules for an e-mail address that is to be a user name.</summary>
internal static class EmailAddress
{
    private const int MaximumLength = 254;

    public static string Normalize(string email) => email.Trim().ToUpperInvariant();

    public static bool IsWellFormed(string? email) =>
        email is { Length: > 0 and <= MaximumLength }
        && !email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
        && MailAddress.TryCreate(email, out var parsed)
        && string.Equals(parsed.Address, email, StringComparison.Ordinal)
        && parsed.Host.Contains('.', StringComparison.Ordinal);
}
