using System.Text.Json;
using EidBridge.Host.Configuration;
using EidBridge.Host.Tests.Commands;

namespace EidBridge.Host.Tests.Messaging;

/// <summary>
/// One file of <c>cases/</c>: readers and cards, what the person does at which screen, what the browser says, what comes back.
/// </summary>
internal sealed class ConversationCase(JsonElement root)
{
    private static readonly DateTimeOffset Today = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, FakeCard> _cards = new(StringComparer.Ordinal);

    public static ConversationCase Load(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return new ConversationCase(document.RootElement.Clone());
    }

    public HostConfiguration Configuration =>
        Find("configuration") is { } given ? ConfigurationParser.Parse(JsonSerializer.SerializeToUtf8Bytes(given)) : new HostConfiguration();

    public IReadOnlyList<JsonElement> Turns => [.. root.GetProperty("turns").EnumerateArray()];

    public int ExitCode => Find("exitCode")?.GetInt32() ?? 0;

    public IReadOnlyList<string>? Screens => Strings(Find("screens"));

    public IReadOnlyList<string>? Uses => Strings(Find("uses"));

    public void SetTheStage(HostUnderTest host)
    {
        foreach (var card in Members("cards"))
        {
            _cards.Add(card.Name, MakeCard(card.Value));
        }

        foreach (var reader in Members("readers"))
        {
            host.Readers.Plug(reader.Name);
            if (reader.Value.GetString() is { } card)
            {
                Insert(host, reader.Name, card);
            }
        }

        foreach (var step in Find("person")?.EnumerateArray() ?? default)
        {
            var action = step.EnumerateObject().Single(member => member.Name is not "at" and not "card");
            var row = step.TryGetProperty("card", out var index) ? index.GetInt32() : 0;
            host.Prompt.At(step.GetProperty("at").GetString()!, prompt => Do(host, prompt, action, row));
        }
    }

    /// <summary>What is sent or expected: <c>{signing an}</c> in it stands for the base64 of that card's signing certificate.</summary>
    public JsonElement Fill(JsonElement written)
    {
        var text = _cards.Aggregate(written.GetRawText(), (filled, card) =>
            filled.Replace($"{{signing {card.Key}}}", Convert.ToBase64String(card.Value.SigningCertificate ?? []), StringComparison.Ordinal));
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static List<string>? Strings(JsonElement? list) => list?.EnumerateArray().Select(item => item.GetString()!).ToList();

    private static FakeCard MakeCard(JsonElement given)
    {
        var name = given.GetProperty("person").GetString()!.Split(' ', 2);
        var (from, until) = (given.TryGetProperty("validity", out var validity) ? validity.GetString() : null) switch
        {
            "expired" => (Today.AddYears(-10), Today.AddDays(-1)),
            "future" => (Today.AddDays(1), Today.AddYears(10)),
            _ => (Today.AddYears(-1), Today.AddYears(9)),
        };
        var card = given.TryGetProperty("key", out var key) && key.GetString() == "rsa"
            ? FakeCard.Rsa(name[0], name[1], from, until)
            : FakeCard.Ec(name[0], name[1], from, until);
        Enqueue(card.Reads, given, "reads");
        Enqueue(card.Signs, given, "signs");
        card.HasPinPad = given.TryGetProperty("keypad", out _);
        if (given.TryGetProperty("kids", out _))
        {
            card.SigningCertificate = null;
        }

        return card;
    }

    private static void Enqueue(Queue<string> queue, JsonElement given, string name)
    {
        foreach (var word in given.TryGetProperty(name, out var words) ? Strings(words)! : [])
        {
            queue.Enqueue(word);
        }
    }

    private void Do(HostUnderTest host, ScriptedPrompt prompt, JsonProperty action, int row)
    {
        switch (action.Name)
        {
            case "pin":
                prompt.Enter(action.Value.GetString()!, row);
                break;
            case "agree":
                prompt.Agree(row);
                break;
            case "cancel":
                prompt.Cancel();
                break;
            case "plug":
                host.Readers.Plug(action.Value.GetString()!);
                break;
            case "unplug":
                host.Readers.Unplug(action.Value.GetString()!);
                break;
            case "remove":
                host.Readers.Remove(action.Value.GetString()!);
                break;
            case "insert":
                var (reader, card) = (action.Value[0].GetString()!, action.Value[1].GetString()!);
                Insert(host, reader, card);
                break;
            case "seconds":
                host.Time.Advance(TimeSpan.FromSeconds(action.Value.GetInt32()));
                break;
            case "leave":
                host.End();
                break;
            default:
                throw new InvalidDataException($"unknown step {action.Name}");
        }
    }

    private void Insert(HostUnderTest host, string reader, string card)
    {
        if (card is "mute")
        {
            host.Readers.InsertMute(reader);
        }
        else
        {
            host.Readers.Insert(reader, _cards[card]);
        }
    }

    private JsonElement.ObjectEnumerator Members(string name) => Find(name)?.EnumerateObject() ?? default;

    private JsonElement? Find(string name) => root.TryGetProperty(name, out var value) ? value : null;
}
