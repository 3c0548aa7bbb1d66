namespace EidBridge.VirtualCard.Tests;

/// <summary>Cards in memory, and commands to them in hexadecimal.</summary>
internal static class TestCards
{
    public const string RightPin = "0020000108 241234FFFFFFFFFF";
    public const string WrongPin = "0020000108 241111FFFFFFFFFF";
    public const string SelectDirectory = "00A4080C043F00DF00";

    public static CardPki Issuer { get; } = CardPki.Create(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public static CardContent Issue(CardPerson person, Applet applet) => Issuer.Issue(person, applet);

    public static VirtualEidCard Make(Applet applet = Applet.V18) => Make(new CardOptions { Applet = applet });

    public static VirtualEidCard Make(CardOptions options) => new(Issue(CardPersons.An, options.Applet), options);

    public static string Send(this VirtualEidCard card, string command) => Convert.ToHexString(card.Transmit(Bytes(command)));

    /// <summary>Sends each and gives the answer to the last.</summary>
    public static string SendAll(this VirtualEidCard card, params string[] commands) => commands.Select(c => card.Send(c)).ToArray()[^1];

    public static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", string.Empty, StringComparison.Ordinal));

    /// <summary>PSO with a hash.</summary>
    public static string Sign(byte[] hash) => $"002A9E9A{hash.Length:X2}{Convert.ToHexString(hash)}";
}
