using System.Globalization;

namespace EidBridge.VirtualCard;

/// <summary>Card options as words of a command line, both ways.</summary>
internal static class CardArguments
{
    /// <summary>Value of an option that is a number of milliseconds, as a time.</summary>
    private static TimeSpan Milliseconds(string text) => TimeSpan.FromMilliseconds(int.Parse(text, CultureInfo.InvariantCulture));

    public static IEnumerable<string> Of(CardOptions options)
    {
        List<string> words =
        [
            "--applet", WordOf(options.Applet),
            "--pin", options.Pin,
            "--tries", Text(options.TriesLeft),
            "--profile", options.Profile == CardProfile.Real ? "real" : "fast",
        ];
        Add("--latency", options.Latency is { } latency ? Text((int)latency.TotalMilliseconds) : null);
        Add("--bytes-per-second", options.BytesPerSecond is { } speed ? Text(speed) : null);
        Add("--sign-delay", options.SignatureDelay is { } delay ? Text((int)delay.TotalMilliseconds) : null);
        Add("--pull-at", options.PullAtApdu is { } number ? Text(number) : null);
        Add("--put-back-after", options.PutBackAfter is { } pause ? Text((int)pause.TotalMilliseconds) : null);
        words.AddRange(options.FollowResponse ? ["--follow-response"] : []);
        words.AddRange(options.SecurityEnvironmentAnywhere ? ["--mse-anywhere"] : []);
        words.AddRange(options.LastTryAnswersBlocked ? ["--last-try-6983"] : []);
        words.AddRange(options.DirectoriesFromAnywhere ? ["--df-from-anywhere"] : []);
        return words;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                words.Add(name);
                words.Add(value);
            }
        }
    }

    /// <returns>The options with one word applied, or null when the word is not one of a card's.</returns>
    public static CardOptions? Apply(CardOptions options, string name, Func<string> value) => name switch
    {
        "--applet" => options with { Applet = AppletOf(value()) },
        "--pin" => options with { Pin = PinOf(value()) },
        "--tries" => options with { TriesLeft = TriesOf(value()) },
        "--profile" => options with { Profile = ProfileOf(value()) },
        "--latency" => options with { Latency = Milliseconds(value()) },
        "--bytes-per-second" => options with { BytesPerSecond = int.Parse(value(), CultureInfo.InvariantCulture) },
        "--sign-delay" => options with { SignatureDelay = Milliseconds(value()) },
        "--pull-at" => options with { PullAtApdu = int.Parse(value(), CultureInfo.InvariantCulture) },
        "--put-back-after" => options with { PutBackAfter = Milliseconds(value()) },
        "--follow-response" => options with { FollowResponse = true },
        "--mse-anywhere" => options with { SecurityEnvironmentAnywhere = true },
        "--last-try-6983" => options with { LastTryAnswersBlocked = true },
        "--df-from-anywhere" => options with { DirectoriesFromAnywhere = true },
        _ => null,
    };

    public static string WordOf(Applet applet) => applet == Applet.V18 ? "1.8" : "1.7";

    public static Applet AppletOf(string text) => text switch
    {
        "1.8" => Applet.V18,
        "1.7" => Applet.V17,
        _ => throw new FormatException($"--applet is 1.8 or 1.7, not {text}"),
    };

    public static int TriesOf(string text) => text is ['0' or '1' or '2' or '3']
        ? text[0] - '0'
        : throw new FormatException("tries left are 0 to 3");

    private static string PinOf(string text) => text.Length is >= 4 and <= 12 && text.All(char.IsAsciiDigit)
        ? text
        : throw new FormatException("--pin is 4 to 12 digits");

    private static CardProfile ProfileOf(string text) => text switch
    {
        "real" => CardProfile.Real,
        "fast" => CardProfile.Fast,
        _ => throw new FormatException($"--profile is real or fast, not {text}"),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
