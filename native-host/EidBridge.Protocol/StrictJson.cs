using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace EidBridge.Protocol;

/// <summary>What a message may be at most.</summary>
/// <param name="MaxDepth">Nesting of objects and arrays.</param>
/// <param name="MaxTokens">Tokens in all, names included.</param>
/// <param name="MaxStringBytes">UTF-8 bytes of one value as written.</param>
/// <param name="MaxNameBytes">UTF-8 bytes of one name as written.</param>
public sealed record JsonLimits(int MaxDepth, int MaxTokens, int MaxStringBytes, int MaxNameBytes = 64)
{
    /// <summary>A request from the browser to the host.</summary>
    public static JsonLimits Request { get; } = new(16, 256, 16 * 1024);

    /// <summary>An authentication token from the page to the server.</summary>
    public static JsonLimits Token { get; } = new(8, 256, 10_000);
}

/// <summary>
/// Walks a message before anything reads it: RFC 8259 to the letter, an object at the root, names unique by
/// ordinal comparison, nothing after the end. Newtonsoft.Json alone would let comments, single quotes, duplicates
/// and trailing data pass.
/// </summary>
public static class StrictJson
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>The text, decoded strictly.</returns>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.InvalidUtf8"/> or <see cref="ErrorCode.InvalidJson"/>.</exception>
    public static string Check(ReadOnlySpan<byte> utf8, JsonLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var text = Decode(utf8);
        Walk(utf8, limits);
        return text;
    }

    /// <summary>The same without the text: for a message whose values are read one by one.</summary>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.InvalidUtf8"/> or <see cref="ErrorCode.InvalidJson"/>.</exception>
    public static void Require(ReadOnlySpan<byte> utf8, JsonLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (!Utf8.IsValid(utf8))
        {
            throw new EidBridgeException(ErrorCode.InvalidUtf8);
        }

        Walk(utf8, limits);
    }

    private static string Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new EidBridgeException(ErrorCode.InvalidUtf8, inner: e);
        }
    }

    private static void Walk(ReadOnlySpan<byte> utf8, JsonLimits limits)
    {
        // A BOM is not JSON: Utf8JsonReader refuses it like any other stray byte.
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = limits.MaxDepth });
        var names = new Stack<HashSet<string>>();
        var tokens = 0;

        try
        {
            while (reader.Read())
            {
                if (++tokens > limits.MaxTokens)
                {
                    throw new EidBridgeException(ErrorCode.InvalidJson, "too many tokens");
                }

                CheckToken(ref reader, tokens == 1, names, limits);
            }
        }
        catch (JsonException e)
        {
            throw new EidBridgeException(ErrorCode.InvalidJson, $"line {e.LineNumber}, byte {e.BytePositionInLine}", e);
        }
        catch (InvalidOperationException e)
        {
            // An escape that stands for half a surrogate pair: RFC 8259 section 8.2 leaves it open, we do not.
            throw new EidBridgeException(ErrorCode.InvalidJson, "lone surrogate", e);
        }
    }

    private static void CheckToken(ref Utf8JsonReader reader, bool first, Stack<HashSet<string>> names, JsonLimits limits)
    {
        if (first && reader.TokenType != JsonTokenType.StartObject)
        {
            throw new EidBridgeException(ErrorCode.InvalidJson, "the message is not an object");
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                names.Push(new HashSet<string>(StringComparer.Ordinal));
                break;
            case JsonTokenType.EndObject:
                names.Pop();
                break;
            case JsonTokenType.PropertyName when reader.ValueSpan.Length > limits.MaxNameBytes:
                throw new EidBridgeException(ErrorCode.InvalidJson, "a name is too long");
            case JsonTokenType.PropertyName when !names.Peek().Add(reader.GetString()!):
                throw new EidBridgeException(ErrorCode.InvalidJson, "a name stands twice");
            case JsonTokenType.String or JsonTokenType.Number when reader.ValueSpan.Length > limits.MaxStringBytes:
                throw new EidBridgeException(ErrorCode.InvalidJson, "a value is too long");
            case JsonTokenType.Number when !reader.TryGetDecimal(out _):
                // JSON has no limit here, every reader has its own: what no reader of ours can hold is refused before one throws.
                throw new EidBridgeException(ErrorCode.InvalidJson, "a number out of range");
            case JsonTokenType.String when reader.ValueIsEscaped:
                _ = reader.GetString();
                break;
            default:
                break;
        }
    }
}
