namespace EidBridge.Card;

/// <summary>The certificates of a Belgian eID card.</summary>
public enum CardCertificate
{
    Authentication,

    /// <summary>For signatures in place of the hand (non-repudiation); kids' cards have none.</summary>
    Signing,

    /// <summary>Citizen CA or Foreigner CA: the issuer of the two above.</summary>
    IssuingAuthority,
    Root,

    /// <summary>National Register: signs the identity files.</summary>
    Register,
}

/// <summary>What stands on the card about its holder; free to read, no PIN.</summary>
public enum CardFile
{
    /// <summary>4031: names, national number, birth, card number.</summary>
    Identity,

    /// <summary>4032: the register's signature over <see cref="Identity"/>.</summary>
    IdentitySignature,

    /// <summary>4033, padded with zeros.</summary>
    Address,

    /// <summary>4034: the register's signature over the address without its padding and <see cref="IdentitySignature"/>.</summary>
    AddressSignature,

    /// <summary>4035: JPEG.</summary>
    Photo,
}

/// <summary>A private key of the card, by its certificate.</summary>
public enum CardKey
{
    /// <summary>82h.</summary>
    Authentication,

    /// <summary>83h: non-repudiation, each signature needs a VERIFY of its own.</summary>
    Signing,
}

/// <summary>A Belgian eID card in a reader, connected. Not for use by two threads at once.</summary>
public interface IEidCard : IDisposable
{
    /// <summary>Reads one certificate in its own transaction: one SELECT and ceil(length / 256) READ BINARY.</summary>
    /// <returns>DER, its length taken from its header.</returns>
    /// <exception cref="CardException">Unsupported, certificate missing, removed, reset, busy, card error.</exception>
    byte[] ReadCertificate(CardCertificate certificate);

    /// <summary>Reads one file in its own transaction: one SELECT, ceil(length / 256) READ BINARY, and one more where its length must be asked for.</summary>
    /// <returns>The whole file, padding included.</returns>
    /// <exception cref="CardException">Unsupported, removed, reset, busy, card error.</exception>
    byte[] ReadFile(CardFile file);

    /// <summary>What the card says of itself, without a PIN and at the cost of no try: two commands.</summary>
    /// <exception cref="CardException">As above.</exception>
    CardFacts ReadFacts();

    /// <summary>Whether the reader has a keypad of its own for the PIN. Asks the reader once, in a transaction, never the card.</summary>
    /// <exception cref="CardException">As above: nothing is known of the keypad then.</exception>
    bool HasPinPad { get; }

    /// <summary>What a token of a module said of its PIN when its certificate was read; null for a card, which <see cref="ReadFacts"/> asks.</summary>
    TokenPin? TokenPin { get; }

    /// <summary>
    /// As <see cref="Sign"/>, the PIN typed on the reader's keypad: no program sees it. Blocks until the person has typed, pressed cancel
    /// there, or the reader's own 30 s are over; most readers cannot be interrupted.
    /// </summary>
    /// <param name="language">A BCP 47 tag for what the reader's display says.</param>
    /// <param name="cancellationToken">Looked at before the keypad is opened and before PSO.</param>
    /// <exception cref="CardException">As above.</exception>
    /// <exception cref="OperationCanceledException">As above.</exception>
    SigningResult SignWithPinPad(CardKey key, HashToSign hash, string language, CancellationToken cancellationToken);

    /// <summary>
    /// Signs in one transaction: MSE SET, VERIFY, PSO, GET RESPONSE, LOG OFF. VERIFY is sent at most once, and only right after
    /// an MSE SET that answered 9000 on the card whose certificate of this key was read.
    /// </summary>
    /// <param name="pin">Stays the caller's to dispose.</param>
    /// <param name="cancellationToken">Looked at before VERIFY and before PSO; a command on its way is never cut off. LOG OFF follows in any case.</param>
    /// <exception cref="CardException">As above. <see cref="CardFault.CardReset"/> also when another card is there now: no VERIFY was sent then.</exception>
    /// <exception cref="OperationCanceledException">The card signed nothing, and holds no PIN. A wrong PIN is told all the same.</exception>
    SigningResult Sign(CardKey key, Pin pin, HashToSign hash, CancellationToken cancellationToken);
}

/// <summary>What a PKCS#11 token says of its PIN (PKCS#11 v2.40, table 7, token information flags).</summary>
public enum TokenPin
{
    Open,

    /// <summary>CKF_USER_PIN_FINAL_TRY: the next wrong PIN locks it.</summary>
    FinalTry,

    /// <summary>CKF_USER_PIN_LOCKED.</summary>
    Locked,
}

/// <param name="Applet">For example <c>1.8</c>.</param>
/// <param name="TriesLeft">Of the PIN; null for an applet that takes a try for the question, and where card or reader refuses it.</param>
public sealed record CardFacts(string Applet, int? TriesLeft);

/// <summary>What came of a PIN and a hash.</summary>
public abstract record SigningResult
{
    /// <param name="Signature">RSA PKCS#1 v1.5 (256 bytes) or raw r||s (96 bytes).</param>
    public sealed record Signed(byte[] Signature) : SigningResult;

    /// <param name="TriesLeft">At least 1; null where the card does not tell.</param>
    public sealed record WrongPin(int? TriesLeft) : SigningResult;

    public sealed record PinBlocked : SigningResult;

    /// <summary>Cancelled on the reader's keypad: no try was used.</summary>
    public sealed record KeypadCancelled : SigningResult;

    /// <summary>Nothing, or not enough digits, typed on the keypad in its time: no try was used.</summary>
    public sealed record KeypadTimedOut : SigningResult;
}
