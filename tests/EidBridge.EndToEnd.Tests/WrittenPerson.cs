using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>Does what a conversation file has a person do, at the screens where it says so: answers pinentry, moves cards, leaves.</summary>
internal sealed partial class WrittenPerson(WrittenConversation written, CardTable table, RelayedPinentry pinentry, Process host)
{
    /// <summary>MSE SET, VERIFY, and then the signature.</summary>
    private const int SignatureCommand = 3;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);
    private static readonly JsonElement Texts = Load("EidBridge.Host/Prompts/texts.json");
    private static readonly JsonElement Errors = Load("EidBridge.Protocol/errors.json");
    private readonly Dictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private int _typed;

    public async Task ActAsync(CancellationToken cancellationToken)
    {
        var before = await CountAsync(cancellationToken);
        foreach (var step in written.Steps)
        {
            var question = step.Screen switch
            {
                "reading-card" => await WaitAsync(now => now.Apdus > before.Apdus, cancellationToken),
                "signing" => await WaitAsync(now => now.Verifies >= before.Verifies + _typed, cancellationToken),
                _ => await FindAsync(step, cancellationToken),
            };
            await DoAsync(step, question, cancellationToken);
        }
    }

    private async Task DoAsync(WrittenStep step, PinentryQuestion? question, CancellationToken cancellationToken)
    {
        switch (step.Act)
        {
            case "pin":
                await PullAtAsync(written.Typed[_typed++].Card, cancellationToken);
                await pinentry.AnswerAsync(question!, step.Value.GetString()!, cancellationToken);
                if (step.Screen == "enter-pin 1 left")
                {
                    await pinentry.AnswerAsync(await pinentry.NextAsync(cancellationToken), "ok", cancellationToken);
                }

                break;
            case "agree":
                if (written.Cards.Values.Any(card => card.Reads.Contains("CardRemoved", StringComparer.Ordinal)) && _typed++ == 0)
                {
                    await table.CardIn(0).PullAtAsync(1, cancellationToken);
                }

                await pinentry.AnswerAsync(question!, "ok", cancellationToken);
                break;
            case "cancel":
                await pinentry.AnswerAsync(question!, "cancel", cancellationToken);
                break;
            case "insert":
                await table.PutAsync(SlotOf(step.Value[0]), written.Cards[step.Value[1].GetString()!], cancellationToken);
                break;
            case "remove":
                await table.TakeAsync(SlotOf(step.Value), cancellationToken);
                break;
            case "leave":
                host.StandardInput.Close();
                break;
            default:
                throw new InvalidDataException($"unknown step {step.Act}");
        }
    }

    private async Task PullAtAsync(string card, CancellationToken cancellationToken)
    {
        var attempt = _attempts.GetValueOrDefault(card);
        _attempts[card] = attempt + 1;
        if (written.Cards[card].OutcomeOf(attempt) == "CardRemoved")
        {
            await table.CardIn(0).PullAtAsync(SignatureCommand, cancellationToken);
        }
    }

    /// <summary>Passes by the screens at which nobody does anything, and chooses the row where there are several.</summary>
    private async Task<PinentryQuestion> FindAsync(WrittenStep step, CancellationToken cancellationToken)
    {
        var refused = 0;
        while (true)
        {
            var question = await pinentry.NextAsync(cancellationToken);
            if (ChoiceOfCard().IsMatch(question.Text) && step.Act is "pin" or "agree")
            {
                var row = RowAmongUsable(step);
                await pinentry.AnswerAsync(question, refused++ < row ? "no" : "ok", cancellationToken);
            }
            else if (IsShowing(step.Screen, question))
            {
                return question;
            }
        }
    }

    private int RowAmongUsable(WrittenStep step) =>
        step.Card - written.Readers.OfType<string>().Take(step.Card).Count(card => written.Cards[card].Person is "oscar" or "nina");

    private static bool IsShowing(string screen, PinentryQuestion question)
    {
        var words = screen.Split(' ', 2);
        var why = words.Length > 1 ? words[1] : null;
        return words[0] switch
        {
            "enter-pin" => question.Kind == "GETPIN" && question.Error == (why is null ? string.Empty : Notice(why)),
            "confirm" => question.Kind == "CONFIRM",
            "stopped" => question.Kind == "MESSAGE" && question.Text.Contains(Error(why!), StringComparison.Ordinal),
            _ => question.Kind == "MESSAGE" && question.Text.Contains(Text(words[0]), StringComparison.Ordinal)
                && (why is null || question.Text.Contains(Error(why), StringComparison.Ordinal)),
        };
    }

    private static string Notice(string why) => why switch
    {
        "1 left" => Text("wrong-pin-last"),
        [var left, ' ', ..] when char.IsAsciiDigit(left) => Text("wrong-pin").Replace("{0}", left.ToString(), StringComparison.Ordinal),
        _ => Error(why),
    };

    private static int SlotOf(JsonElement reader) => reader.GetString()![^1] - '1';

    private static string Text(string key) => Texts.GetProperty(key).GetProperty("en").GetString()!;

    private static string Error(string code) => Errors.GetProperty(code).GetProperty("text").GetProperty("en").GetString()!;

    private static JsonElement Load(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "native-host", file)));
        return document.RootElement.Clone();
    }

    // Pinentry shows neither reading nor signing: the card tells.
    private async Task<PinentryQuestion?> WaitAsync(Func<VirtualCard.CardCount, bool> seen, CancellationToken cancellationToken)
    {
        while (!seen(await CountAsync(cancellationToken)))
        {
            await Task.Delay(BetweenLooks, cancellationToken);
        }

        return null;
    }

    private Task<VirtualCard.CardCount> CountAsync(CancellationToken cancellationToken) => table.CardIn(0).CountAsync(cancellationToken);

    [GeneratedRegex(@"^Card \d of \d$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ChoiceOfCard();
}
