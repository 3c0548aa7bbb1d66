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
public sealed record CardReader(string Name, CardPresence Presence, uint Insertion);

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

    /// <summary>Connects shared (T=0 or T=1) and keeps the card powered until disposed. Sends nothing to the card.</summary>
    /// <exception cref="CardException">Removed, busy, mute.</exception>
    IEidCard Connect(CardReader reader);
}

/// <summary>A Belgian eID card in a reader, connected. Not for use by two threads at once.</summary>
public interface IEidCard : IDisposable
{
    /// <summary>Reads EF 5038 in its own transaction: one SELECT and ceil(length / 256) READ BINARY.</summary>
    /// <returns>The DER of the certificate, length taken from its header.</returns>
    /// <exception cref="CardException">Unsupported, certificate missing, removed, reset, busy, card error.</exception>
    byte[] ReadAuthenticationCertificate();

    /// <summary>
    /// Signs with the authentication key (82h) in one transaction: MSE SET, VERIFY, PSO, GET RESPONSE, LOG OFF. VERIFY is sent
    /// at most once, and only right after an MSE SET that answered 9000 on the card whose certificate was read.
    /// </summary>
    /// <param name="pin">Stays the caller's to dispose.</param>
    /// <param name="hash">SHA-256 (32 bytes) for RSA, SHA-384 (48 bytes) for P-384.</param>
    /// <exception cref="CardException">As above. <see cref="CardFault.CardReset"/> also when another card is there now: no VERIFY was sent then.</exception>
    AuthenticationResult SignAuthentication(Pin pin, ReadOnlySpan<byte> hash);
}

/// <summary>What came of a PIN and a hash.</summary>
public abstract record AuthenticationResult
{
    /// <param name="Signature">RSA PKCS#1 v1.5 (256 bytes) or raw r||s (96 bytes).</param>
    public sealed record Signed(byte[] Signature) : AuthenticationResult;

    /// <param name="TriesLeft">At least 1.</param>
    public sealed record WrongPin(int TriesLeft) : AuthenticationResult;

    public sealed record PinBlocked : AuthenticationResult;
}
