using EidBridge.Card;
using EidBridge.Card.Pcsc;
using EidBridge.Card.Tests;
using EidBridge.VirtualCard;

namespace EidBridge.Fuzz.Tests;

/// <summary>Somebody's card behind a reader or a line that spoils answers, loses commands, or gets another card in between.</summary>
internal sealed class SpoiledCard
{
    /// <summary>Some files and certificates, each read anew after a reset up to three times, in short answers: more is a hang.</summary>
    private const int MostCommands = 5000;

    private static readonly int[] Codes =
        [PcscCode.CardWasReset, PcscCode.CardWasReset, PcscCode.CardWasRemoved, PcscCode.CommunicationError, PcscCode.NotTransacted];

    // Of the card manual, and what stands at the edges of their ranges. No driver can see that an error was told as a success, nor that
    // an answer without data, the way a card tells where a file ends, is a lie.
    private static readonly ushort[] WithData =
        [0x6100, 0x6101, 0x61FF, 0x6C00, 0x6C01, 0x6C10, 0x6CFF, 0x6282, 0x63C0, 0x63CF, 0x6400, 0x6700, 0x6982, 0x6983, 0x6A82, 0x6A86, 0x6A87, 0x6B00, 0x6F00];

    private static readonly ushort[] WithoutData = [.. WithData.Where(word => word >> 8 is not 0x6B and not 0x6C)];

    // Each of their cards costs RSA keys; a child's has no certificate to sign with.
    private static readonly CardPerson[] Persons = [CardPersons.An, CardPersons.Lucie, CardPersons.Emma];

    private readonly Mutator _mutator;
    private readonly int _from;
    private readonly int _every;
    private int _swaps;

    /// <param name="garbles">Whether any byte may be spoiled, or only what leaves the bytes of the card true.</param>
    public SpoiledCard(Mutator mutator, bool garbles)
    {
        (_mutator, Garbles) = (mutator, garbles);
        (_from, _every) = (mutator.Next(40), 1 + mutator.Next(24));
        Pcsc.Accident = (number, _) => number > MostCommands ? throw new TimeoutException("asks without end") : AccidentAt(number);
        Pcsc.Spoiled = (number, answer) => !IsSpoiled(number) ? answer : garbles ? mutator.Spoil(answer) : Falsify(answer);
        Pcsc.ShortAnswers = mutator.Next(4) == 0 ? 16 + mutator.Next(241) : 256;
        Content = Insert();
    }

    public bool Garbles { get; }

    public FakePcsc Pcsc { get; } = new();

    /// <summary>Of the card that is in the reader now.</summary>
    public CardContent Content { get; private set; }

    public VirtualEidCard Card { get; private set; } = null!;

    public IEidCard Connect()
    {
        using var readers = new CardReaders(Pcsc, InstantTime.Only);
        return readers.Connect(readers.List().Single());
    }

    private CardContent Insert()
    {
        var applet = _mutator.Next(2) == 0 ? Applet.V17 : Applet.V18;
        var person = Persons[_mutator.Next(Persons.Length)];
        Card = TestCards.Make(person, new CardOptions { Applet = applet, FollowResponse = _mutator.Next(2) == 0 });
        Pcsc.Insert(Card);
        return Content = TestCards.Pki.Issue(person, applet);
    }

    private bool IsSpoiled(int number) => number > _from && _mutator.Next(_every) == 0;

    private int? AccidentAt(int number)
    {
        if (!IsSpoiled(number) || _mutator.Next(4) != 0)
        {
            return null;
        }

        var code = Codes[_mutator.Next(Codes.Length)];
        if (code == PcscCode.CardWasReset && _swaps < 2 && _mutator.Next(3) == 0)
        {
            _swaps++;
            Insert();
        }

        return code;
    }

    private byte[] Falsify(byte[] answer)
    {
        var data = answer[..^2];
        switch (_mutator.Next(3))
        {
            case 0:
                return [.. data[.._mutator.Next(data.Length + 1)], .. answer[^2..]];
            case 1:
                return answer[.._mutator.Next(2)];
            default:
                var words = data.Length > 0 ? WithData : WithoutData;
                var word = words[_mutator.Next(words.Length)];
                return [.. data, (byte)(word >> 8), (byte)word];
        }
    }

    /// <summary>The driver's pause after a refused SELECT costs nothing.</summary>
    private sealed class InstantTime : TimeProvider
    {
        public static InstantTime Only { get; } = new();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
