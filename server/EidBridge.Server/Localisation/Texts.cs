using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using EidBridge.Protocol;

namespace EidBridge.Server.Localisation;

/// <summary>
/// Every text of the pages, from the embedded <c>Localisation/LANGUAGE/*.json</c>: one flat object per room, key to text.
/// The language is that of the request (<see cref="SiteLanguage"/>).
/// </summary>
internal sealed class Texts
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _languages =
        Languages.All.ToFrozenDictionary(language => language, Load, StringComparer.Ordinal);

    /// <summary>One of <see cref="Languages.All"/>.</summary>
    public static string Language => Languages.Closest(CultureInfo.CurrentUICulture.Name);

    /// <exception cref="KeyNotFoundException">No such text: a bug, caught by a test.</exception>
    public string this[string key] => In(Language)[key];

    /// <param name="key">A text with places such as <c>{0}</c>.</param>
    /// <param name="values">Written in the request's language.</param>
    public string this[string key, params object?[] values] => string.Format(CultureInfo.CurrentCulture, this[key], values);

    public IReadOnlyDictionary<string, string> In(string language) => _languages[language];

    private static FrozenDictionary<string, string> Load(string language)
    {
        var assembly = typeof(Texts).Assembly;
        var prefix = $"texts/{language}/";
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .SelectMany(name => Read(assembly.GetManifestResourceStream(name)!))
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Read(Stream stream)
    {
        using (stream)
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
        }
    }
}
