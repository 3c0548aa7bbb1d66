using EidBridge.Card.Pcsc;

namespace EidBridge.Card.Belgian;

/// <summary>One connection, used in units: each unit of commands runs in a transaction of its own, and knows what a reset means for it.</summary>
internal sealed class CardSession(IPcscCard card, CardPresenceCheck presence, Func<PcscException, CardException> translate) : IDisposable
{
    private const int MaxResets = 3;
    private static readonly TimeSpan TransactionLimit = TimeSpan.FromSeconds(10);
    private bool _pinMayBeOpen;

    /// <summary>
    /// The card was reset since its certificate was read, so it may be another one. Stays until <see cref="Confirmed"/>, also
    /// when the unit in which it was noticed fails for another reason.
    /// </summary>
    public bool MustConfirm { get; private set; }

    public void Confirmed() => MustConfirm = false;

    /// <summary>
    /// From here on the unit may not be repeated: the person's PIN is on its way, or was. Unless <see cref="LoggedOff"/> follows, the card
    /// is reset when this transaction ends, or the connection that is closed before it: the PIN's state survives neither.
    /// </summary>
    public void PinIsSent()
    {
        _pinMayBeOpen = true;
        card.ResetAtEnd(true);
    }

    /// <summary>The card said that it holds no PIN.</summary>
    public void LoggedOff() => card.ResetAtEnd(false);

    /// <summary>Runs one unit of commands; a reset before the PIN was sent starts it anew, after that it is told.</summary>
    /// <exception cref="CardException">Everything that PC/SC can answer.</exception>
    public T Run<T>(Func<T> unit, CancellationToken cancellationToken)
    {
        _pinMayBeOpen = false;
        for (var resets = 0; ; resets++)
        {
            try
            {
                card.BeginTransaction(TransactionLimit, cancellationToken);
                try
                {
                    return unit();
                }
                finally
                {
                    End();
                }
            }
            catch (PcscException e) when (e.Code == PcscCode.CardWasReset && !_pinMayBeOpen && resets < MaxResets)
            {
                Reconnect();
            }
            catch (PcscException e)
            {
                throw Explain(e);
            }
        }
    }

    public void Dispose()
    {
        card.Dispose();
        presence.Dispose();
    }

    private void Reconnect()
    {
        MustConfirm = true;
        try
        {
            card.Reconnect();
        }
        catch (PcscException e)
        {
            throw translate(e);
        }
    }

    private void End()
    {
        try
        {
            card.EndTransaction();
        }
        catch (PcscException)
        {
            // The transaction ended with the card; what the unit threw or returned stands.
        }
    }

    private CardException Explain(PcscException e)
    {
        try
        {
            return e.Fault == CardFault.CardError && presence.IsGone()
                ? new CardException(CardFault.CardRemoved, e.Message, e)
                : translate(e);
        }
        catch (PcscException)
        {
            return translate(e);
        }
    }
}
