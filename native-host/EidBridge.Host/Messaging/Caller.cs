using System.Globalization;
using System.Text.Json;

namespace EidBridge.Host.Messaging;

/// <summary>Who started this process, as far as its arguments tell: a browser for an extension, or a person.</summary>
/// <param name="IsBrowser">Native mode: stdin and stdout are the protocol's.</param>
/// <param name="IsOurs">Whether the extension is one of <c>manifests/ids.json</c>. Browsers check this too; a second lock costs nothing.</param>
internal readonly record struct Caller(bool IsBrowser, bool IsOurs)
{
    private const string ChromiumScheme = "chrome-extension://";
    private const string ParentWindowOption = "--parent-window=";
    private static readonly Caller Person = new(IsBrowser: false, IsOurs: false);

    /// <summary>The browser's window as Chromium names it on Windows; 0 when it names none, as it does for every service worker.</summary>
    public nint ParentWindow { get; init; }

    /// <summary>How Chromium starts the host for the development build of our extension.</summary>
    public static string DevelopmentOrigin => $"{ChromiumScheme}{ReadIds(firefox: false)[0]}/";

    /// <param name="args">Without the program.</param>
    /// <param name="inputRedirected">Confined browsers on Linux start the host without any argument, on a pipe.</param>
    public static Caller From(string[] args, bool inputRedirected) => args switch
    {
        [var origin, ..] when origin.StartsWith(ChromiumScheme, StringComparison.Ordinal) =>
            new Caller(IsBrowser: true, ReadIds(firefox: false).Contains(IdOf(origin), StringComparer.Ordinal)) { ParentWindow = WindowOf(args) },

        // Firefox: the manifest's path, then the add-on's id.
        [var manifest, var id, ..] when Path.IsPathFullyQualified(manifest) && manifest.EndsWith(".json", StringComparison.Ordinal) =>
            new Caller(IsBrowser: true, ReadIds(firefox: true).Contains(id, StringComparer.Ordinal)),
        [] when inputRedirected && OperatingSystem.IsLinux() => new Caller(IsBrowser: true, IsOurs: true),
        _ => Person,
    };

    private static nint WindowOf(string[] args) =>
        Array.Find(args, a => a.StartsWith(ParentWindowOption, StringComparison.Ordinal)) is { } option
            && nint.TryParse(option.AsSpan(ParentWindowOption.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var window)
            ? window
            : 0;

    private static string IdOf(string origin) => origin[ChromiumScheme.Length..].TrimEnd('/');

    private static List<string> ReadIds(bool firefox)
    {
        using var stream = typeof(Caller).Assembly.GetManifestResourceStream("ids.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);

        // Not Newtonsoft.Json: it need not be loaded before the first frame.
        var reader = new Utf8JsonReader(bytes);
        var ids = new List<string>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (name.EndsWith("Id", StringComparison.Ordinal) && name.StartsWith("firefox", StringComparison.Ordinal) == firefox)
                {
                    ids.Add(reader.GetString()!);
                }
            }
        }

        return ids;
    }
}
