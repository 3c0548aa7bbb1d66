namespace EidBridge.VirtualCard;

/// <summary>How fast the card is.</summary>
public enum CardProfile
{
    /// <summary>Answers at once.</summary>
    Fast,

    /// <summary>An estimate of a card in a USB reader: 1.7 6 ms + 3500 B/s + 0.9 s a signature, 1.8 4 ms + 16000 B/s + 0.25 s.</summary>
    Real,
}

/// <summary>How a virtual card behaves. The last three settle what no document does: tests run both ways.</summary>
public sealed record CardOptions
{
    public Applet Applet { get; init; } = Applet.V18;

    public string Pin { get; init; } = "1234";

    public int TriesLeft { get; init; } = 3;

    public CardProfile Profile { get; init; } = CardProfile.Fast;

    /// <summary>Time for each command, above the profile's.</summary>
    public TimeSpan? Latency { get; init; }

    public int? BytesPerSecond { get; init; }

    public TimeSpan? SignatureDelay { get; init; }

    /// <summary>A reader that follows 61xx and 6Cxx by itself, so that they never reach the caller.</summary>
    public bool FollowResponse { get; init; }

    /// <summary>The card is pulled instead of answering this command, counted from 1.</summary>
    public int? PullAtApdu { get; init; }

    /// <summary>The pulled card comes back after this time; null means it stays away.</summary>
    public TimeSpan? PutBackAfter { get; init; }

    /// <summary>MSE SET answers 9000 also outside DF00, instead of 6A88.</summary>
    public bool SecurityEnvironmentAnywhere { get; init; }

    /// <summary>The last wrong try answers 6983 instead of 63C0.</summary>
    public bool LastTryAnswersBlocked { get; init; }

    /// <summary>SELECT by id finds a DF from anywhere, not only from the MF.</summary>
    public bool DirectoriesFromAnywhere { get; init; }

    internal CardTiming Timing => CardTiming.Of(this);
}

/// <summary>What a command costs: a fixed part, a part per byte, and a part per signature.</summary>
internal sealed record CardTiming(TimeSpan Latency, int? BytesPerSecond, TimeSpan Signature)
{
    public static CardTiming Of(CardOptions options)
    {
        var (latency, speed, signature) = (options.Profile, options.Applet) switch
        {
            (CardProfile.Real, Applet.V17) => (6, 3500, 900),
            (CardProfile.Real, _) => (4, 16000, 250),
            _ => (0, (int?)null, 0),
        };
        return new CardTiming(
            options.Latency ?? TimeSpan.FromMilliseconds(latency),
            options.BytesPerSecond ?? speed,
            options.SignatureDelay ?? TimeSpan.FromMilliseconds(signature));
    }

    public TimeSpan CostOf(int bytes, bool signature) =>
        Latency
        + (BytesPerSecond is { } speed ? TimeSpan.FromSeconds((double)bytes / speed) : TimeSpan.Zero)
        + (signature ? Signature : TimeSpan.Zero);
}
