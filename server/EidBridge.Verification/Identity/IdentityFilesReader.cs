using System.Text.Json;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;

namespace EidBridge.Verification.Identity;

/// <summary>From the JSON object <c>files</c> that <c>get-identity</c> answers with to the files: every member known, there once, canonical base64.</summary>
internal static class IdentityFilesReader
{
    private const int MaxSize = 100_000;
    private const int MaxFile = 24_000;
    private static readonly JsonLimits Limits = new(MaxDepth: 1, MaxTokens: 16, MaxStringBytes: MaxFile);

    /// <exception cref="EidBridgeException">
    /// <see cref="ErrorCode.IdentityInvalid"/>, <see cref="ErrorCode.InvalidJson"/> or <see cref="ErrorCode.InvalidUtf8"/>.
    /// </exception>
    public static IdentityFiles Read(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxSize)
        {
            throw Refused("size");
        }

        StrictJson.Require(json, Limits);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            files.Add(name, Bytes(ref reader));
        }

        var basicKey = files.Remove("basicKey", out var key) ? key : null;
        var read = new IdentityFiles(
            Take(files, "identity"),
            Take(files, "identitySignature"),
            Take(files, "address"),
            Take(files, "addressSignature"),
            Take(files, "photo"),
            Take(files, "registerCertificate"))
        {
            BasicKey = basicKey,
        };
        return files.Count == 0 ? read : throw Refused("an unknown file");
    }

    private static byte[] Bytes(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && !reader.ValueSpan.IsEmpty && CanonicalBase64.Read(ref reader) is { } bytes
            ? bytes
            : throw Refused("a file is empty or not base64");

    private static byte[] Take(Dictionary<string, byte[]> files, string name) => files.Remove(name, out var bytes) ? bytes : throw Refused($"{name} is missing");

    private static EidBridgeException Refused(string detail) => new(ErrorCode.IdentityInvalid, detail);
}
