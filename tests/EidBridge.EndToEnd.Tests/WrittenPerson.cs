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
    private bool _hasChosen;

    /// <summary>What the person waits for, or does: what a test that takes too long has to tell.</summary>
    public string Awaits { get; private set; } = "nothing";

    public async Task ActAsync(CancellationToken cancellationToken)
    {
        var before = await CountAsync(cancellationToken);
        foreach (var step in written.Steps)
        {
            Awaits = $"{step.Screen}, to {step.Act}";
            switch (step.Screen)
            {
                case "reading-card":
                    await WaitAsync(now => now.Apdus > before.Apdus, cancellationToken);
                    await DoAsync(step, cancellationToken);
                    break;
                case "signing":
                    await WaitAsync(now => now.Verifies >= before.Verifies + _typed, cancellationToken);
                    await DoAsync(step, cancellationToken);
                    break;
                default:
                    await DoAtScreenAsync(step, cancellationToken);
                    break;
            }
        }

        Awaits = "nothing any more";
    }

    /// <summary>A person whose dialog goes away while they answer it answers the one that comes in its place.</summary>
    private async Task DoAtScreenAsync(WrittenStep step, CancellationToken cancellationToken)
    {
        var question = await FindAsync(step, cancellationToken);
        if (step.Act is not ("pin" or "agree" or "cancel"))
        {
            await DoAsync(step, cancellationToken);
            return;
        }

        var leavesAt = CommandAtWhichTheCardLeaves(step);
        while (true)
        {
            if (leavesAt is { } command)
            {
                await table.CardIn(0).PullAtAsync(command, cancellationToken);
            }

            if (await AnswerAsync(step, question, cancellationToken))
            {
                return;
            }

            question = await FindAsync(step, cancellationToken);
        }
    }

    private async Task<bool> AnswerAsync(WrittenStep step, PinentryQuestion question, CancellationToken cancellationToken)
    {
        var answer = step.Act switch { "pin" => step.Value.GetString()!, "agree" => "ok", _ => "cancel" };
        return await RelayedPinentry.AnswerAsync(question, answer, cancellationToken)
            && (step is not { Act: "pin", Screen: "enter-pin 1 left" } || await UseLastTryAsync(question, cancellationToken));
    }

    private async Task<bool> UseLastTryAsync(PinentryQuestion pin, CancellationToken cancellationToken)
    {
        var question = await pinentry.NextAsync(cancellationToken);
        if (question.Kind == "CONFIRM" && question.Process == pin.Process)
        {
            return await RelayedPinentry.AnswerAsync(question, "ok", cancellationToken);
        }

        pinentry.Unread();
        return false;
    }

    private async Task DoAsync(WrittenStep step, CancellationToken cancellationToken)
    {
        switch (step.Act)
        {
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

    /// <summary>Counted from the answer; null where the file does not say that the card leaves.</summary>
    private int? CommandAtWhichTheCardLeaves(WrittenStep step)
    {
        switch (step.Act)
        {
            case "pin":
                var card = written.Typed[_typed++].Card;
                var attempt = _attempts.GetValueOrDefault(card);
                _attempts[card] = attempt + 1;
                return written.Cards[card].OutcomeOf(attempt) == "CardRemoved" ? SignatureCommand : null;
            case "agree" when written.Cards.Values.Any(card => card.Reads.Contains("CardRemoved", StringComparer.Ordinal)) && _typed++ == 0:
                return 1;
            default:
                return null;
        }
    }

    /// <summary>Passes by the screens at which nobody does anything, and chooses the row where there are several.</summary>
    private async Task<PinentryQuestion> FindAsync(WrittenStep step, CancellationToken cancellationToken)
    {
        var (process, refused) = (0, 0);
        while (true)
        {
            var question = await pinentry.NextAsync(cancellationToken);
            (process, refused) = question.Process == process ? (process, refused) : (question.Process, 0);
            if (ChoiceOfCard().IsMatch(question.Text) && step.Act is "pin" or "agree")
            {
                var row = RowAmongUsable(step);
                var isWanted = refused++ >= row;
                _hasChosen |= await RelayedPinentry.AnswerAsync(question, isWanted ? "ok" : "no", cancellationToken) && isWanted;
            }
            else if (IsShowing(step.Screen, question) && (_hasChosen || !MustChoose(step)))
            {
                return question;
            }
        }
    }

    /// <summary>A card that takes its reader more than a second is not waited for: until it comes, another one stands there alone.</summary>
    private bool MustChoose(WrittenStep step) => step.Act is "pin" or "agree" && written.Readers.OfType<string>().Count(IsUsable) > 1;

    private int RowAmongUsable(WrittenStep step) =>
        step.Card - written.Readers.OfType<string>().Take(step.Card).Count(card => !IsUsable(card));

    private bool IsUsable(string card) => written.Cards[card].Person is not ("oscar" or "nina");

    private static bool IsShowing(string screen, PinentryQuestion question)
    {
        var words = screen.Split(' ', 2);
        var why = words.Length > 1 ? words[1] : null;
        return words[0] switch
        {
            "enter-pin" => question.Kind == "GETPIN" && question.Error == (why is null ? string.Empty : Notice(why)),
            "confirm" => question.Kind == "CONFIRM" && (why is null || question.Text.Contains(Error(why), StringComparison.Ordinal)),
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
    private async Task WaitAsync(Func<VirtualCard.CardCount, bool> seen, CancellationToken cancellationToken)
    {
        while (!seen(await CountAsync(cancellationToken)))
        {
            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }

    private Task<VirtualCard.CardCount> CountAsync(CancellationToken cancellationToken) => table.CardIn(0).CountAsync(cancellationToken);

    [GeneratedRegex(@"^Card \d of \d$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ChoiceOfCard();
}
