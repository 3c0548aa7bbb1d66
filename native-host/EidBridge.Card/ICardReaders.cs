namespace EidBridge.Card;

/// <summary>What a reader holds at this moment.</summary>
public enum CardPresence
{
    Empty,
    Present,

    /// <summary>A card that gives no answer to reset: upside down, dirty or broken.</summary>
    Mute,
}

/// <param name="Name">The reader's name as PC/SC gives it.</param>
/// <param name="Insertion">Changes with each card put in or taken out: two states with the same value saw the same card.</param>
public sealed record CardReader(string Name, CardPresence Presence, uint Insertion)
{
    /// <summary>A PKCS#11 module's entry, which is there whether a token is or not.</summary>
    public bool IsModule { get; init; }
}

/// <summary>
/// The readers of this machine: the seam between the card and whoever uses it. All calls block; each has a limit or
/// takes a token that ends it.
/// </summary>
public interface ICardReaders : IDisposable
{
    /// <summary>Readers now, without "Windows Hello for Business" ones. Sends nothing to a card. None is an empty list.</summary>
    /// <exception cref="CardException"><see cref="CardFault.ServiceUnavailable"/>, <see cref="CardFault.AccessDenied"/>.</exception>
    IReadOnlyList<CardReader> List();

    /// <summary>Waits, driven by PC/SC events, until the readers differ from <paramref name="known"/>. Sends nothing to a card.</summary>
    /// <exception cref="OperationCanceledException">The token ended the wait.</exception>
    IReadOnlyList<CardReader> WaitForChange(IReadOnlyList<CardReader> known, CancellationToken cancellationToken);

    /// <summary>
    /// Connects shared (T=0 or T=1) and keeps the card powered until disposed. Sends nothing to the card. Waits at most 10 s for
    /// another program that is busy with it.
    /// </summary>
    /// <exception cref="CardException">Removed, busy, mute.</exception>
    IEidCard Connect(CardReader reader);
}
