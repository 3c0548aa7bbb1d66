namespace EidBridge.Card.Pcsc;

/// <summary>A PC/SC function answered with an error.</summary>
#pragma warning disable CA1064 // It never leaves this library: callers meet CardException.
internal sealed class PcscException(string function, int code) : Exception(FormattableString.Invariant($"{function}: {code:X8}"))
{
    /// <summary>No card is spoken to yet: whatever it answers, the service is at fault.</summary>
    public const string EstablishContext = "SCardEstablishContext";

    public const string NoLibrary = "no PC/SC library";

    public int Code { get; } = code;

    /// <summary>The service is there and does not run.</summary>
    public bool IsStopped => Code is PcscCode.NoService or PcscCode.ServiceStopped && function != NoLibrary;

    /// <summary>The one place where PC/SC's codes become our words.</summary>
    public CardFault Fault => Code switch
    {
        PcscCode.NoService or PcscCode.ServiceStopped or PcscCode.CommunicationFailed or PcscCode.InvalidHandle => CardFault.ServiceUnavailable,
        PcscCode.SecurityViolation => CardFault.AccessDenied,
        PcscCode.UnknownReader or PcscCode.ReaderUnavailable or PcscCode.NoReaders => CardFault.ReaderGone,
        PcscCode.NoSmartcard or PcscCode.CardWasRemoved => CardFault.CardRemoved,
        PcscCode.CardWasReset => CardFault.CardReset,
        PcscCode.SharingViolation or PcscCode.Timeout => CardFault.CardBusy,
        PcscCode.UnsupportedCard or PcscCode.ProtocolMismatch or PcscCode.UnresponsiveCard => CardFault.CardUnsupported,
        _ when function == EstablishContext => CardFault.ServiceUnavailable,
        _ => CardFault.CardError,
    };

    public CardException ToCardException() => new(Fault, Message, this);
}
