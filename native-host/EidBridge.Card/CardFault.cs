namespace EidBridge.Card;

/// <summary>What can go wrong between this machine and a card, in words a caller can act on.</summary>
public enum CardFault
{
    /// <summary>The PC/SC service does not run or stopped.</summary>
    ServiceUnavailable,

    /// <summary>The PC/SC service refuses this session (polkit, session 0).</summary>
    AccessDenied,

    /// <summary>The reader was unplugged.</summary>
    ReaderGone,

    /// <summary>There is no card in the reader, or it was taken out.</summary>
    CardRemoved,

    /// <summary>The card was reset by another program or powered down, or is another card than before.</summary>
    CardReset,

    /// <summary>Another program holds the card.</summary>
    CardBusy,

    /// <summary>The card does not answer as a Belgian eID card does.</summary>
    CardUnsupported,

    /// <summary>The card has no authentication certificate (a kids' card, or by choice).</summary>
    CertificateMissing,

    /// <summary>A PKCS#11 module crashed, hangs, or answers what its standard does not foresee.</summary>
    ModuleFailed,

    /// <summary>A PKCS#11 module knows no token that could be used: nothing to show to a person.</summary>
    TokenMissing,

    /// <summary>The card or the reader answered something that its manual does not foresee.</summary>
    CardError,
}

/// <param name="fault">The word for it.</param>
/// <param name="detail">For the log: command name and status word, never data.</param>
public sealed class CardException(CardFault fault, string detail, Exception? inner = null) : Exception($"{fault}: {detail}", inner)
{
    public CardFault Fault { get; } = fault;
}
