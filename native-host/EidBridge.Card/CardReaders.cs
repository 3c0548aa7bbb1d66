using EidBridge.Card.Belgian;
using EidBridge.Card.Pcsc;

namespace EidBridge.Card;

/// <summary>The readers of this machine, through its PC/SC service. The context is made when first needed.</summary>
public sealed class CardReaders : ICardReaders
{
    private const int ConnectTries = 5;
    private const string HelloForBusiness = "windows hello for business";
    private const int ListTries = 3;
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReleaseLimit = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BetweenCancels = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly IPcsc _pcsc;
    private readonly TimeProvider _time;
    private readonly bool _restsWithoutReaders;
    private readonly Lock _gate = new();
#pragma warning disable CA2213 // Release disposes it, on a thread of its own.
    private IPcscContext? _context;
#pragma warning restore CA2213
    private volatile bool _isDisposed;

    /// <param name="trace">Is told each command as it passes, without its data; null for none.</param>
    public CardReaders(Action<string>? trace = null)
        : this(trace is null ? new SystemPcsc() : new TracingPcsc(new SystemPcsc(), trace), TimeProvider.System, OperatingSystem.IsWindows())
    {
    }

    /// <param name="restsWithoutReaders">The service stops with the last reader and starts with the first one, as that of Windows does.</param>
    internal CardReaders(IPcsc pcsc, TimeProvider time, bool restsWithoutReaders = false)
    {
        _pcsc = pcsc;
        _time = time;
        _restsWithoutReaders = restsWithoutReaders;
    }

    public IReadOnlyList<CardReader> List() => Translate(() => Describe(Look().States));

    public IReadOnlyList<CardReader> WaitForChange(IReadOnlyList<CardReader> known, CancellationToken cancellationToken) => Translate(() =>
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (context, states) = Look();
            var now = Describe(states);
            if (!now.SequenceEqual(known))
            {
                return now;
            }

            cancellationToken.ThrowIfCancellationRequested();
            WaitOrRest(context, states, cancellationToken);
        }
    });

    public IEidCard Connect(CardReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Translate(() =>
        {
            // A context of its own: waiting for changes elsewhere must not hold up the card.
            var context = _pcsc.EstablishContext();
            IPcscCard? card = null;
            try
            {
                card = ConnectPatiently(context, reader.Name);
                return new BelgianCard(card, reader.Name, new CardPresenceCheck(context, reader.Name), Explain, _time);
            }
            catch
            {
                card?.Dispose();
                context.Dispose();
                throw;
            }
        });
    }

    /// <summary>A service that hangs is not waited for.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Release();
    }

    private IPcscCard ConnectPatiently(IPcscContext context, string reader)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return context.Connect(reader, ConnectLimit);
            }
            catch (PcscException e) when (e.Code == PcscCode.SharingViolation && tries < ConnectTries)
            {
                Task.Delay(BetweenTries, _time).GetAwaiter().GetResult();
            }
        }
    }

    /// <returns>No context and no readers while the service is at rest.</returns>
    private (IPcscContext? Context, IReadOnlyList<PcscReaderState> States) Look()
    {
        try
        {
            var context = Context();
            return (context, States(context));
        }
        catch (PcscException e) when (IsAtRest(e))
        {
            Release();
            return (null, []);
        }
    }

    private void WaitOrRest(IPcscContext? context, IReadOnlyList<PcscReaderState> states, CancellationToken cancellationToken)
    {
        if (context is null)
        {
            // Nothing tells when the service starts.
            Task.Delay(Rest, _time, cancellationToken).GetAwaiter().GetResult();
            return;
        }

        try
        {
            Wait(context, states, cancellationToken);
        }
        catch (PcscException e) when (IsAtRest(e))
        {
            // A context does not outlive its service.
            Release();
        }
    }

    private static void Wait(IPcscContext context, IReadOnlyList<PcscReaderState> states, CancellationToken cancellationToken)
    {
        using var ended = new ManualResetEventSlim();
        using (cancellationToken.Register(() => _ = Task.Run(() =>
        {
            // A cancel that comes before the wait has begun is lost, so it is said until it is heard.
            do
            {
                context.Cancel();
            }
            while (!ended.Wait(BetweenCancels, CancellationToken.None));
        })))
        {
            try
            {
                context.WaitForChange(states);
            }
            catch (PcscException e) when (e.Code == PcscCode.Cancelled)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (PcscException e) when (IsGone(e))
            {
                // A reader went away between the two calls: the next look tells.
            }
            finally
            {
                ended.Set();
            }
        }
    }

    private static IReadOnlyList<PcscReaderState> States(IPcscContext context)
    {
        for (var tries = 0; tries < ListTries; tries++)
        {
            try
            {
                string[] names = [.. context.ListReaders().Where(n => !n.Contains(HelloForBusiness, StringComparison.OrdinalIgnoreCase))];
                return names.Length == 0 ? [] : context.GetStates(names);
            }
            catch (PcscException e) when (IsGone(e))
            {
                // Unplugged between the two calls: list again.
            }
        }

        return [];
    }

    private bool IsAtRest(PcscException e) => _restsWithoutReaders && e.IsStopped;

    private static bool IsGone(PcscException e) => e.Code is PcscCode.UnknownReader or PcscCode.ReaderUnavailable or PcscCode.NoReaders;

    private static IReadOnlyList<CardReader> Describe(IReadOnlyList<PcscReaderState> states) =>
    [
        .. states.Where(s => (s.State & PcscCode.StateUnknown) == 0).Select(s => new CardReader(s.Name, PresenceOf(s.State), s.State >> 16)),
    ];

    private static CardPresence PresenceOf(uint state) =>
        (state & PcscCode.StateMute) != 0 ? CardPresence.Mute
        : (state & PcscCode.StatePresent) != 0 ? CardPresence.Present
        : CardPresence.Empty;

    // A service that hangs keeps us in EstablishContext: nobody else waits for it, so not under the lock.
    private IPcscContext Context()
    {
        lock (_gate)
        {
            if (_context is { } known)
            {
                return known;
            }
        }

        var made = _pcsc.EstablishContext();
        lock (_gate)
        {
            if (!_isDisposed && _context is null)
            {
                return _context = made;
            }
        }

        made.Dispose();
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Context();
    }

    private void Release()
    {
        IPcscContext? context;
        lock (_gate)
        {
            (context, _context) = (_context, null);
        }

        if (context is not null)
        {
            BlockingCall.Run(() => Done(context.Dispose), static _ => { }, ReleaseLimit, CancellationToken.None);
        }
    }

    private static bool Done(Action act)
    {
        act();
        return true;
    }

    private T Translate<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (PcscException e)
        {
            if (e.Fault == CardFault.ServiceUnavailable)
            {
                Release();
            }

            throw Explain(e);
        }
    }

    private CardException Explain(PcscException e) =>
        IsAtRest(e) ? new CardException(CardFault.ReaderGone, e.Message, e) : e.ToCardException();
}
