using EidBridge.Card;
using EidBridge.Host.Commands.Tasks;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;

namespace EidBridge.Host.Commands;

/// <summary>One card in one reader, kept connected so that it stays powered while the person thinks.</summary>
internal sealed class ListedCard : IDisposable
{
    private IEidCard? _connection;

    private ListedCard(CardReader reader) => Reader = reader;

    public CardReader Reader { get; }

    /// <summary>Null when the card could not be read.</summary>
    public CardFinding? Finding { get; private set; }

    /// <summary>A code of the catalogue, or null when the card can be used.</summary>
    public string? Obstacle { get; set; }

    /// <summary>Known after a wrong PIN.</summary>
    public int? TriesLeft { get; set; }

    /// <summary>The PIN is typed on the reader.</summary>
    public bool HasKeypad { get; private set; }

    /// <summary>A module without a token: nothing that a person could have put in.</summary>
    public bool IsNothing { get; private set; }

    public CardRow Row => new(Reader.Name, Finding?.Person, Finding?.Issuer, Finding?.ValidUntil, Obstacle, TriesLeft) { HasKeypad = HasKeypad };

    /// <summary>Connects and reads what the row shows, once. Whatever goes wrong becomes the row's obstacle.</summary>
    /// <exception cref="CardException">The service stopped or refuses this session.</exception>
    public static ListedCard Read(ICardReaders readers, CardReader reader, CardTask task, DateTimeOffset now)
    {
        var card = new ListedCard(reader);
        try
        {
            card.ReadOver(readers, task, now, lastTry: false);
        }
        catch (CardException e) when (e.Fault is not CardFault.ServiceUnavailable and not CardFault.AccessDenied)
        {
            card.Obstacle = CardFaults.CodeOf(e.Fault);
            card.IsNothing = e.Fault == CardFault.TokenMissing;
        }
        catch (EidBridgeException e)
        {
            card.Obstacle = e.Code;
        }

        return card;
    }

    /// <summary>Uses the card that <see cref="Finding"/> was read from. Blocks.</summary>
    public T Use<T>(Func<IEidCard, T> use) => use(_connection!);

    public void Dispose() => _connection?.Dispose();

    private void ReadOver(ICardReaders readers, CardTask task, DateTimeOffset now, bool lastTry)
    {
        if (Reader.Presence == CardPresence.Mute)
        {
            throw new CardException(CardFault.CardError, "no answer to reset");
        }

        _connection = readers.Connect(Reader);
        try
        {
            Finding = task.Look(_connection, now);
            Obstacle = Finding.Obstacle;
            HasKeypad = task is PinTask && Obstacle is null && _connection.HasPinPad;
        }
        catch (CardException e) when (e.Fault == CardFault.CardReset && !lastTry)
        {
            // Another program looks at a card that was just put in: nothing is lost by reading again.
            _connection.Dispose();
            ReadOver(readers, task, now, lastTry: true);
        }
    }
}
