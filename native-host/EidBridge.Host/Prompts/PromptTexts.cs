using System.Globalization;
using System.Text;
using EidBridge.Protocol;
using Newtonsoft.Json;

namespace EidBridge.Host.Prompts;

/// <summary>The window's own texts (<c>texts.json</c>) in one language; why something failed is said by the error catalogue.</summary>
internal sealed class PromptTexts
{
    private static readonly Lazy<Dictionary<string, Dictionary<string, string>>> ByLanguage = new(Load);
    private readonly Dictionary<string, string> _texts;

    /// <param name="language">A BCP 47 tag; English when it is not one of the four.</param>
    public PromptTexts(string? language)
    {
        Language = Languages.Closest(language);
        _texts = ByLanguage.Value[Language];
    }

    public string Language { get; }

    public IEnumerable<string> Keys => _texts.Keys;

    /// <exception cref="KeyNotFoundException">The key is not in <c>texts.json</c>: a bug.</exception>
    public string this[string key] => _texts[key];

    public string Format(string key, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, this[key], values);

    /// <returns>For example <c>3 May 2031</c>: the host carries no culture data, so the months are texts.</returns>
    public string Date(DateTimeOffset date)
    {
        var month = this["months"].Split(' ')[date.Month - 1];
        return Format("date", date.Day, month, date.Year);
    }

    /// <returns>The text of a mnemonic label without its underscore.</returns>
    public string Plain(string key) => this[key].Replace("_", string.Empty, StringComparison.Ordinal);

    private static Dictionary<string, Dictionary<string, string>> Load()
    {
        using var stream = typeof(PromptTexts).Assembly.GetManifestResourceStream("texts.json")
            ?? throw new InvalidOperationException("texts.json is not embedded");
        using var text = new StreamReader(stream, Encoding.UTF8);
        using var reader = new JsonTextReader(text) { DateParseHandling = DateParseHandling.None };
        var texts = Languages.All.ToDictionary(l => l, _ => new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        var key = string.Empty;

        while (reader.Read())
        {
            if (reader.TokenType != JsonToken.PropertyName)
            {
                continue;
            }

            var name = (string)reader.Value!;
            if (reader.Depth == 1)
            {
                key = name;
            }
            else
            {
                texts[name].Add(key, reader.ReadAsString()!);
            }
        }

        return texts;
    }
}
