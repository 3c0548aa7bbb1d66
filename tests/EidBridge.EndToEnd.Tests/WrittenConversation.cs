using System.Text.Json;
using EidBridge.VirtualCard;

namespace EidBridge.EndToEnd.Tests;

/// <summary>A card of a conversation file as the virtual card can play it.</summary>
/// <param name="Signs">What becomes of each PIN that is typed: <c>right</c>, <c>wrong N</c>, <c>blocked</c>, <c>CardRemoved</c>.</param>
internal sealed record WrittenCard(string Person, CardOptions Options, IReadOnlyList<string> Signs, IReadOnlyList<string> Reads)
{
    public string OutcomeOf(int attempt) => Signs.ElementAtOrDefault(attempt) ?? "right";
}

/// <summary>What the person does at a screen.</summary>
/// <param name="Card">Row of the list.</param>
internal sealed record WrittenStep(string Screen, string Act, JsonElement Value, int Card);

/// <summary>One conversation file of the host's tests, and whether real parts can play it.</summary>
internal sealed class WrittenConversation
{
    private static readonly string[] Playable = ["right", "wrong 1", "wrong 2", "blocked", "CardRemoved", "ok"];
    private static readonly string[] Scripted = ["seconds", "plug", "unplug"];
    private readonly JsonElement _root;

    private WrittenConversation(string file)
    {
        File = file;
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(file));
        _root = document.RootElement.Clone();
        Steps = [.. List("person").Select(Read)];
        Typed = [.. FollowPins()];
        Cards = Members("cards").ToDictionary(card => card.Name, card => CardOf(card.Name, card.Value), StringComparer.Ordinal);
    }

    public static IReadOnlyList<WrittenConversation> All { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "cases"), "*.json").Order(StringComparer.Ordinal).Select(file => new WrittenConversation(file))];

    public string File { get; }

    /// <summary>The extension that starts the program, ours where the file names none.</summary>
    public string Caller => Text(_root, "caller") ?? "chrome-extension://dglemegkjclfkhbdoafkohofiinneejo/";

    public string Name => Path.GetFileNameWithoutExtension(File);

    public IReadOnlyDictionary<string, WrittenCard> Cards { get; }

    /// <summary>Each PIN that is typed, and the card it is for.</summary>
    public IReadOnlyList<(string Card, string Pin)> Typed { get; }

    public IReadOnlyList<WrittenStep> Steps { get; }

    public IReadOnlyList<JsonElement> Turns => [.. List("turns")];

    public string? Configuration => _root.TryGetProperty("configuration", out var configuration) ? configuration.GetRawText() : null;

    public int ExitCode => _root.TryGetProperty("exitCode", out var code) ? code.GetInt32() : 0;

    /// <summary>Cards in the order of the readers; null for an empty reader.</summary>
    public IReadOnlyList<string?> Readers => [.. Members("readers").Select(reader => reader.Value.GetString())];

    /// <summary>Neither readers nor a person are needed.</summary>
    public bool IsAlone => !Has("cards") && !Has("person") && !_root.GetRawText().Contains("\"readers\"", StringComparison.Ordinal);

    /// <summary>
    /// No real part does what the file wants: an error of PC/SC or of the card at one place, a keypad, a mute card, a reader that comes or
    /// goes or is not there, hours that pass, a PIN for a row that no window lets choose.
    /// </summary>
    public bool NeedsAScript => !IsAlone && (
        Members("cards").Any(card => card.Value.TryGetProperty("keypad", out _))
        || Cards.Values.Any(card => card.Signs.Concat(card.Reads).Except(Playable, StringComparer.Ordinal).Any())
        || Steps.Any(step => Scripted.Contains(step.Act, StringComparer.Ordinal))
        || Readers.Contains("mute") || Readers.Count == 0
        || Typed.Any(typed => Cards[typed.Card].Person is "oscar" or "nina"));

    /// <summary>What is sent or expected: <c>{signing an}</c> in it stands for the base64 of that card's signing certificate.</summary>
    public JsonElement Fill(JsonElement written, Func<WrittenCard, byte[]?> signingCertificate)
    {
        var text = Cards.Aggregate(written.GetRawText(), (filled, card) => filled.Contains($"{{signing {card.Key}}}", StringComparison.Ordinal)
            ? filled.Replace($"{{signing {card.Key}}}", Convert.ToBase64String(signingCertificate(card.Value)!), StringComparison.Ordinal)
            : filled);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    // Rows are the cards that are in, in the order of the readers.
    private IEnumerable<(string Card, string Pin)> FollowPins()
    {
        var readers = Members("readers").ToDictionary(reader => reader.Name, reader => reader.Value.GetString(), StringComparer.Ordinal);
        foreach (var step in Steps)
        {
            switch (step.Act)
            {
                case "pin":
                    yield return (readers.OrderBy(reader => reader.Key, StringComparer.Ordinal).Select(reader => reader.Value).OfType<string>().ElementAt(step.Card), step.Value.GetString()!);
                    break;
                case "insert":
                    readers[step.Value[0].GetString()!] = step.Value[1].GetString();
                    break;
                case "remove":
                    readers[step.Value.GetString()!] = null;
                    break;
                default:
                    break;
            }
        }
    }

    private WrittenCard CardOf(string name, JsonElement given)
    {
        var signs = Strings(given, "signs");
        var person = Text(given, "validity") switch
        {
            "expired" => "oscar",
            "future" => "nina",
            _ when given.TryGetProperty("kids", out _) => "emma",
            _ => given.GetProperty("person").GetString()!.EndsWith("Peeters", StringComparison.Ordinal) ? "an" : "lucie",
        };

        // Its PIN is the one typed where the file says that it was right.
        var typed = Typed.Where(pin => pin.Card == name).Select(pin => pin.Pin).ToList();
        var right = Enumerable.Range(0, typed.Count).FirstOrDefault(i => (signs.ElementAtOrDefault(i) ?? "right") is "right" or "CardRemoved", -1);
        return new WrittenCard(
            person,
            new CardOptions
            {
                Applet = Text(given, "key") == "rsa" ? Applet.V17 : Applet.V18,
                Pin = right >= 0 ? typed[right] : typed.Count > 0 ? "99999" : "1234",
                TriesLeft = signs.FirstOrDefault() switch { "blocked" => 1, "wrong 1" => 2, _ => 3 },
                PutBackAfter = TimeSpan.Zero,
                Latency = At("reading-card") ? TimeSpan.FromMilliseconds(300) : null,
                SignatureDelay = At("signing") ? TimeSpan.FromSeconds(2) : null,
            },
            signs,
            Strings(given, "reads"));
    }

    private bool At(string screen) => Steps.Any(step => step.Screen == screen);

    private static WrittenStep Read(JsonElement step)
    {
        var act = step.EnumerateObject().Single(member => member.Name is not "at" and not "card");
        return new WrittenStep(
            step.GetProperty("at").GetString()!, act.Name, act.Value, step.TryGetProperty("card", out var row) ? row.GetInt32() : 0);
    }

    private static string? Text(JsonElement given, string name) => given.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static List<string> Strings(JsonElement given, string name) =>
        given.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

    private bool Has(string name) => _root.TryGetProperty(name, out _);

    private JsonElement.ArrayEnumerator List(string name) => _root.TryGetProperty(name, out var list) ? list.EnumerateArray() : default;

    private JsonElement.ObjectEnumerator Members(string name) => _root.TryGetProperty(name, out var members) ? members.EnumerateObject() : default;
}
