namespace EidBridge.Card.Pcsc;

/// <summary>The constants of PC/SC (winscard.h, pcsclite.h) that we use.</summary>
internal static class PcscCode
{
    public const uint ScopeSystem = 2;
    public const uint ShareShared = 2;
    public const uint AnyProtocol = 1 | 2;
    public const uint LeaveCard = 0;
    public const uint ResetCard = 1;
    public const uint Infinite = 0xFFFFFFFF;

    /// <summary>SCARD_ATTR_VENDOR_IFD_VERSION: a DWORD of the form MMmmbbbb.</summary>
    public const uint AttributeVersion = 0x00010102;

    public const uint StateUnaware = 0x0000;
    public const uint StateChanged = 0x0002;
    public const uint StateUnknown = 0x0004;
    public const uint StateEmpty = 0x0010;
    public const uint StatePresent = 0x0020;
    public const uint StateMute = 0x0200;

    public const int Success = 0;
    public const int Cancelled = unchecked((int)0x80100002);
    public const int InvalidHandle = unchecked((int)0x80100003);
    public const int UnknownReader = unchecked((int)0x80100009);
    public const int Timeout = unchecked((int)0x8010000A);
    public const int SharingViolation = unchecked((int)0x8010000B);
    public const int NoSmartcard = unchecked((int)0x8010000C);
    public const int ProtocolMismatch = unchecked((int)0x8010000F);
    public const int NotTransacted = unchecked((int)0x80100016);
    public const int ReaderUnavailable = unchecked((int)0x80100017);
    public const int NoService = unchecked((int)0x8010001D);
    public const int ServiceStopped = unchecked((int)0x8010001E);
    public const int NoReaders = unchecked((int)0x8010002E);
    public const int CommunicationError = unchecked((int)0x8010002F);
    public const int CommunicationFailed = unchecked((int)0x80100013);
    public const int UnsupportedCard = unchecked((int)0x80100065);
    public const int UnresponsiveCard = unchecked((int)0x80100066);
    public const int UnpoweredCard = unchecked((int)0x80100067);
    public const int CardWasReset = unchecked((int)0x80100068);
    public const int CardWasRemoved = unchecked((int)0x80100069);
    public const int SecurityViolation = unchecked((int)0x8010006A);
}
