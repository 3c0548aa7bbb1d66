using EidBridge.Card;
using EidBridge.Host.Commands.Tasks;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;

namespace EidBridge.Host.Commands;

/// <summary>One card in one reader, kept connected so that it stays powered while the person thinks.</summary>
internal sealed class ListedCard : IDisposable
{
    /// <summary>Of a Belgian card.</summary>
    private const int AllTries = 3;

    private IEidCard? _connection;
    private bool _triesAreFromBefore;

    // Null where nothing is remembered of the card's PIN: a token tells its own.
    private string? _holder;

    private ListedCard(CardReader reader) => Reader = reader;

    public CardReader Reader { get; }

    /// <summary>Null when the card could not be read.</summary>
    public CardFinding? Finding { get; private set; }

    /// <summary>A code of the catalogue, or null when the card can be used.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>Known after a wrong PIN, in this request or before it.</summary>
    public int? TriesLeft { get; private set; }

    /// <summary>As <see cref="TriesLeft"/>, where the wrong PIN is of this request: what the page is told.</summary>
    public int? TriesLeftNow => _triesAreFromBefore ? null : TriesLeft;

    /// <summary>The PIN is typed on the reader.</summary>
    public bool HasKeypad { get; private set; }

    /// <summary>A module without a token: nothing that a person could have put in.</summary>
    public bool IsNothing { get; private set; }

    public CardRow Row => new(Reader.Name, Finding?.Person, Finding?.Issuer, Finding?.ValidUntil, Obstacle, TriesLeft)
    {
        TriesAreFromBefore = _triesAreFromBefore,
        HasKeypad = HasKeypad,
        IsToken = _connection?.TokenPin is not null,
    };

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
        catch
        {
            card.Dispose();
            throw;
        }

        return card;
    }

    /// <summary>Uses the card that <see cref="Finding"/> was read from. Blocks.</summary>
    public T Use<T>(Func<IEidCard, T> use) => use(_connection!);

    /// <summary>
    /// As <see cref="Use"/>, with a PIN. A wrong one is remembered here, by the thread that learns of it: whether the request still
    /// waits or has ended, the try is used.
    /// </summary>
    public SigningResult UsePin(TriesMemory memory, Func<IEidCard, SigningResult> sign)
    {
        var result = Use(sign);
        if (_holder is { } holder && TriesAfter(result) is { } left)
        {
            memory.Remember(holder, left);
        }

        return result;
    }

    /// <summary>After a wrong PIN of this request.</summary>
    public void HasTries(int left) => SetTries(left, fromBefore: false);

    /// <summary>Which puts the card's counter back.</summary>
    public void PinWasRight(TriesMemory memory)
    {
        if (_holder is { } holder)
        {
            memory.Forget(holder);
        }
    }

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
            _holder = _connection.TokenPin is null && Finding is CertificateFinding { Certificate.Holder: var holder } ? holder : null;
            HasKeypad = task is PinTask && Obstacle is null && _connection.HasPinPad;
            if (task is PinTask pin && Obstacle is null && KnownTries(_connection, pin.Tries) is { } left and < AllTries)
            {
                SetTries(left, fromBefore: _holder is null || !pin.Tries.IsOfThisProcess(_holder));
            }
        }
        catch (CardException e) when (e.Fault == CardFault.CardReset && !lastTry)
        {
            // Another program looks at a card that was just put in: nothing is lost by reading again.
            _connection.Dispose();
            ReadOver(readers, task, now, lastTry: true);
        }
    }

    private static int? TriesAfter(SigningResult result) => result switch
    {
        SigningResult.WrongPin wrong => wrong.TriesLeft,
        SigningResult.PinBlocked => 0,
        _ => null,
    };

    // A card that nothing is remembered of is asked nothing: a login costs no command more. One that was unblocked since is not refused for what was.
    private int? KnownTries(IEidCard card, TriesMemory memory) => card.TokenPin switch
    {
        TokenPin.Locked => 0,
        TokenPin.FinalTry => 1,
        TokenPin.Open => null,
        null when _holder is { } holder && memory.Recall(holder) is { } remembered =>
            AskTries(card) ?? (memory.IsOfThisProcess(holder) ? remembered : Math.Max(1, remembered)),
        null => null,
    };

    /// <returns>Null where the card does not say which applet it has, or the command fails in the reader.</returns>
    private static int? AskTries(IEidCard card)
    {
        try
        {
            return card.ReadFacts().TriesLeft;
        }
        catch (CardException e) when (e.Fault is CardFault.CardError or CardFault.CardUnsupported)
        {
            return null;
        }
    }

    private void SetTries(int left, bool fromBefore)
    {
        (TriesLeft, _triesAreFromBefore) = (left, fromBefore);
        Obstacle ??= left == 0 ? ErrorCode.PinBlocked : null;
    }
}
