using System.Globalization;

namespace EidBridge.VirtualCard;

/// <summary>What the program was asked to do.</summary>
internal sealed record CommandLine
{
    public const string Help = """
        eidbridge-virtual-card --port P --pki DIR [options]   a card in the virtual reader (vpcd) on loopback
        eidbridge-virtual-card pki --out DIR [--responder URL] only makes the PKI

          --person NAME          an lucie jurgen maria emma oscar nina            (an)
          --applet 1.8|1.7       EC P-384 or RSA-2048                              (1.8)
          --pin DIGITS           (1234)          --tries N        tries left      (3)
          --profile fast|real    how fast it is                                   (fast)
          --latency MS  --bytes-per-second N  --sign-delay MS
          --follow-response      a reader that follows 61xx and 6Cxx itself
          --pull-at N            pulled instead of answering command N
          --put-back-after MS    and put back after that time
          --mse-anywhere  --last-try-6983  --df-from-anywhere   what no document settles
          --log FILE             a line for each command: name, bytes in, bytes out, status word
          --empty                starts without a card in the slot

        On standard input, one line each, answered by one line of JSON:
          put   pull   swap PERSON [APPLET | OPTIONS]   pull-at N   tries N   log   quit        (end of input ends it)
        Exit codes: 0 ended, 1 no reader there, 2 usage.
        """;

    public string Verb { get; private init; } = "card";

    public int Port { get; private init; }

    public string Pki { get; private init; } = string.Empty;

    public string Person { get; private init; } = "an";

    public string? Log { get; private init; }

    public bool Empty { get; private init; }

    public Uri? Responder { get; private init; }

    public CardOptions Card { get; private init; } = new();

    /// <exception cref="FormatException">A word is not understood; the message says which.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var line = new CommandLine();
        for (var i = 0; i < args.Count; i++)
        {
            string Value() => ++i < args.Count ? args[i] : throw new FormatException($"{args[i - 1]} needs a value");
            line = args[i] switch
            {
                "pki" when i == 0 => line with { Verb = "pki" },
                "-h" or "--help" => line with { Verb = "help" },
                "--port" => line with { Port = ushort.Parse(Value(), CultureInfo.InvariantCulture) },
                "--pki" or "--out" => line with { Pki = Path.GetFullPath(Value()) },
                "--person" => line with { Person = CardPersons.Find(Value()).Name },
                "--log" => line with { Log = Value() },
                "--empty" => line with { Empty = true },
                "--responder" => line with { Responder = new Uri(Value()) },
                var word => CardArguments.Apply(line.Card, word, Value) is { } card
                    ? line with { Card = card }
                    : throw new FormatException($"{word} is not an option"),
            };
        }

        return line.Verb == "help" || (line.Pki.Length > 0 && (line.Verb == "pki" || line.Port > 0))
            ? line
            : throw new FormatException("--pki DIR and --port P are needed");
    }
}
