using System.Text.Json.Serialization;

namespace EidBridge.Server.Trust;

/// <summary>What became of a certificate that somebody wanted to be trusted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrustOutcome>))]
internal enum TrustOutcome
{
    [JsonStringEnumMemberName("added")]
    Added,

    [JsonStringEnumMemberName("present")]
    Present,

    [JsonStringEnumMemberName("refused")]
    Refused,

    [JsonStringEnumMemberName("unreadable")]
    Unreadable,

    [JsonStringEnumMemberName("unreachable")]
    Unreachable,
}

/// <param name="Source">The file or address.</param>
/// <param name="Reason">Why it was not taken, and what to do.</param>
internal sealed record TrustResult(string Source, TrustOutcome Outcome, string? Name = null, string? Sha256 = null, string? Reason = null)
{
    [JsonIgnore]
    public bool IsTaken => Outcome is TrustOutcome.Added or TrustOutcome.Present;
}
