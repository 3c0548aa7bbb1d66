namespace EidBridge.VirtualCard.Card;

/// <summary>ISO 7816-4 status words, as the Belgian card uses them.</summary>
internal static class StatusWord
{
    public const ushort Ok = 0x9000;
    public const ushort TriesLeft = 0x63C0;
    public const ushort WrongLength = 0x6700;
    public const ushort PinNeeded = 0x6982;
    public const ushort Blocked = 0x6983;
    public const ushort ConditionsNotMet = 0x6985;
    public const ushort NoFileSelected = 0x6986;
    public const ushort WrongFile = 0x6981;
    public const ushort WrongData = 0x6A80;
    public const ushort FileNotFound = 0x6A82;
    public const ushort RecordNotFound = 0x6A83;
    public const ushort WrongParameters = 0x6A86;
    public const ushort WrongDataLength = 0x6A87;
    public const ushort KeyNotFound = 0x6A88;
    public const ushort OffsetOutside = 0x6B00;
    public const ushort ExactLength = 0x6C00;
    public const ushort MoreData = 0x6100;
    public const ushort InstructionUnknown = 0x6D00;
    public const ushort ClassUnknown = 0x6E00;
}
