using System.Globalization;
using System.Text.Json;
using EidBridge.VirtualCard.Reader;

namespace EidBridge.VirtualCard;

/// <summary>A slot and the commands that drive it.</summary>
internal sealed class CardProgram(CommandLine line, TimeProvider time)
{
    private readonly List<CardLogEntry> _log = [];
    private readonly CardPki _pki = CardPki.OpenOrCreate(line.Pki, time.GetUtcNow(), line.Responder);
    private CardOptions _options = line.Card;

    public async Task RunAsync(TextReader commands)
    {
        await using var slot = new CardSlot(line.Port, Terminal.WriteLine);
        if (!line.Empty)
        {
            await slot.PutAsync(Make(line.Person), _options);
        }

        Terminal.WriteLine(JsonSerializer.Serialize(new { ready = true, person = line.Person, empty = line.Empty }));
        while (await commands.ReadLineAsync() is { } command and not "quit")
        {
            Terminal.WriteLine(await ObeyAsync(slot, command.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        }
    }

    private async Task<string> ObeyAsync(CardSlot slot, string[] words)
    {
        try
        {
            switch (words)
            {
                case ["pull"]:
                    await slot.PullAsync();
                    return """{"ok":true}""";
                case ["put"]:
                    await slot.PutAsync(slot.Card ?? Make(line.Person), _options);
                    return """{"ok":true}""";
                case ["swap", var person, .. var rest]:
                    _options = Choose(rest);
                    await slot.PutAsync(Make(person), _options);
                    return """{"ok":true}""";
                case ["pull-at", var number] when slot.Card is { } card:
                    card.PullAt(int.Parse(number, CultureInfo.InvariantCulture));
                    return """{"ok":true}""";
                case ["tries", var tries] when slot.Card is { } card:
                    card.TriesLeft = CardArguments.TriesOf(tries);
                    return """{"ok":true}""";
                case ["log"]:
                    return TellLog();
                default:
                    return """{"error":"put, pull, swap PERSON [APPLET | OPTIONS], pull-at N, tries N, log, quit"}""";
            }
        }
        catch (Exception e) when (e is KeyNotFoundException or FormatException or IndexOutOfRangeException or OperationCanceledException or TimeoutException)
        {
            return JsonSerializer.Serialize(new { error = e.Message });
        }
    }

    /// <param name="words">Nothing, an applet, or all options of a new card.</param>
    private CardOptions Choose(string[] words)
    {
        if (words is [] or [not ['-', '-', ..]])
        {
            return words is [var applet] ? _options with { Applet = CardArguments.AppletOf(applet) } : _options;
        }

        var options = new CardOptions();
        for (var i = 0; i < words.Length; i++)
        {
            options = CardArguments.Apply(options, words[i], () => words[++i]) ?? throw new FormatException($"{words[i]} is not an option of a card");
        }

        return options;
    }

    private VirtualEidCard Make(string person) =>
        new(_pki.Issue(CardPersons.Find(person), _options.Applet), _options) { OnCommand = Keep };

    private void Keep(CardLogEntry entry)
    {
        lock (_log)
        {
            _log.Add(entry);
        }

        if (line.Log is { } file)
        {
            File.AppendAllText(file, entry + "\n");
        }
    }

    private string TellLog()
    {
        lock (_log)
        {
            var rows = _log.Select(e => new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["name"] = e.Name,
                ["in"] = e.BytesIn,
                ["out"] = e.BytesOut,
                ["sw"] = e.StatusWord,
                ["us"] = (long)e.Cost.TotalMicroseconds,
            });
            return JsonSerializer.Serialize(new { log = rows });
        }
    }
}
