using System.Text;
using Newtonsoft.Json;

namespace EidBridge.Protocol;

/// <summary>What <c>errors.json</c> says of one code.</summary>
/// <param name="Code">The word, for example <c>pin-blocked</c>.</param>
/// <param name="WebEid">The Web eID code it maps to, for example <c>ERR_WEBEID_USER_CANCELLED</c>.</param>
/// <param name="Status">The HTTP status the server answers with.</param>
/// <param name="Retry">Whether trying again, without anything else changed, can help.</param>
/// <param name="Texts">By language (<c>en nl fr de</c>): what happened.</param>
/// <param name="Help">By language: what the person can do next.</param>
public sealed record ErrorEntry(
    string Code,
    string WebEid,
    int Status,
    bool Retry,
    IReadOnlyDictionary<string, string> Texts,
    IReadOnlyDictionary<string, string> Help);

/// <summary>The one catalogue of errors that host, server and extension share.</summary>
public static class ErrorCatalogue
{
    private static readonly Lazy<Dictionary<string, ErrorEntry>> Entries = new(Load);

    /// <summary>In no order.</summary>
    public static IReadOnlyCollection<ErrorEntry> All => Entries.Value.Values;

    /// <exception cref="KeyNotFoundException">The code is not in the catalogue: a bug, caught by a test.</exception>
    public static ErrorEntry Find(string code) => Entries.Value[code];

    /// <returns>What happened and what to do, in the language asked for, else in English.</returns>
    public static string TextFor(string code, string? language)
    {
        var entry = Find(code);
        var known = Languages.Closest(language);
        return $"{entry.Texts[known]} {entry.Help[known]}";
    }

    private static Dictionary<string, ErrorEntry> Load()
    {
        using var stream = typeof(ErrorCatalogue).Assembly.GetManifestResourceStream("errors.json")
            ?? throw new InvalidOperationException("errors.json is not embedded");
        using var text = new StreamReader(stream, Encoding.UTF8);
        using var reader = new JsonTextReader(text) { DateParseHandling = DateParseHandling.None };
        var entries = new Dictionary<string, ErrorEntry>(StringComparer.Ordinal);

        Expect(reader, JsonToken.StartObject);
        while (Next(reader) == JsonToken.PropertyName)
        {
            var code = (string)reader.Value!;
            entries.Add(code, ReadEntry(reader, code));
        }

        return entries;
    }

    private static ErrorEntry ReadEntry(JsonTextReader reader, string code)
    {
        var webEid = string.Empty;
        var status = 0;
        var retry = false;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var help = new Dictionary<string, string>(StringComparer.Ordinal);

        Expect(reader, JsonToken.StartObject);
        while (Next(reader) == JsonToken.PropertyName)
        {
            var name = (string)reader.Value!;
            switch (name)
            {
                case "webEid":
                    webEid = reader.ReadAsString()!;
                    break;
                case "status":
                    status = reader.ReadAsInt32()!.Value;
                    break;
                case "retry":
                    retry = reader.ReadAsBoolean()!.Value;
                    break;
                case "text":
                    ReadTexts(reader, texts);
                    break;
                case "help":
                    ReadTexts(reader, help);
                    break;
                default:
                    throw new InvalidDataException($"errors.json: unknown member {name} of {code}");
            }
        }

        return new ErrorEntry(code, webEid, status, retry, texts, help);
    }

    private static void ReadTexts(JsonTextReader reader, Dictionary<string, string> texts)
    {
        Expect(reader, JsonToken.StartObject);
        while (Next(reader) == JsonToken.PropertyName)
        {
            texts.Add((string)reader.Value!, reader.ReadAsString()!);
        }
    }

    private static JsonToken Next(JsonTextReader reader) => reader.Read() ? reader.TokenType : JsonToken.None;

    private static void Expect(JsonTextReader reader, JsonToken token)
    {
        if (Next(reader) != token)
        {
            throw new InvalidDataException($"errors.json: {token} expected at line {reader.LineNumber}");
        }
    }
}
