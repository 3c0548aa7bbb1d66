namespace EidBridge.Protocol;

/// <summary>An expected failure, named by a code of the catalogue. Anything else that is thrown is a bug.</summary>
/// <param name="code">One of <see cref="ErrorCode"/>.</param>
/// <param name="detail">For the log and the developer, never for the person: no names, numbers or secrets.</param>
public sealed class EidBridgeException(string code, string? detail = null, Exception? inner = null)
    : Exception(detail is null ? code : $"{code}: {detail}", inner)
{
    /// <summary>One of <see cref="ErrorCode"/>.</summary>
    public string Code { get; } = code;

    /// <summary>For the log and the developer, never for the person.</summary>
    public string? Detail { get; } = detail;

    /// <summary>PIN tries left on the card, where the failure is about the PIN.</summary>
    public int? TriesLeft { get; init; }
}
