using EidBridge.Card;
using EidBridge.Protocol;

namespace EidBridge.Host.Commands;

/// <summary>The one place where a card's fault becomes a code of the catalogue.</summary>
internal static class CardFaults
{
    public static string CodeOf(CardFault fault) => fault switch
    {
        CardFault.ServiceUnavailable => ErrorCode.PcscUnavailable,
        CardFault.AccessDenied => ErrorCode.PcscDenied,
        CardFault.ReaderGone => ErrorCode.NoReader,
        CardFault.CardRemoved => ErrorCode.CardRemoved,
        CardFault.CardReset => ErrorCode.CardReset,
        CardFault.CardBusy => ErrorCode.CardBusy,
        CardFault.CardUnsupported => ErrorCode.CardUnsupported,
        CardFault.CertificateMissing => ErrorCode.CertificateMissing,
        CardFault.ModuleFailed => ErrorCode.ModuleFailed,
        CardFault.TokenMissing => ErrorCode.NoCard,
        CardFault.CardError => ErrorCode.CardError,
    };

    public static EidBridgeException ToError(CardException e) => new(CodeOf(e.Fault), e.Message, e);

    /// <summary>Whether the person can do something about it in the window: put the card back, choose again.</summary>
    public static bool KeepsWindow(CardFault fault) => fault
        is CardFault.ReaderGone or CardFault.CardRemoved or CardFault.CardReset
        or CardFault.CardBusy or CardFault.CardUnsupported or CardFault.CertificateMissing or CardFault.TokenMissing;
}
