using System.Runtime.InteropServices;
using System.Text;

namespace EidBridge.Card.Pcsc.Native;

/// <summary>winscard: DWORD is 32 bits, names are UTF-16, and the library comes from System32 only. Never run further than wine does, which has no card service.</summary>
internal sealed partial class WindowsPcsc : PcscLibrary
{
    private const string Library = "winscard.dll";

    public override Encoding Names => Encoding.Unicode;

    public override ReaderStateLayout StateLayout { get; } = new(Size: 64, Current: 16, Event: 20, WordSize: 4);

    public override uint PlugAndPlayState(int readers) => (uint)readers << 16;

    public override int EstablishContext(out PcscContextHandle context) => SCardEstablishContext(PcscCode.ScopeSystem, 0, 0, out context);

    public override int ReleaseContext(nint context) => SCardReleaseContext(context);

    public override int ListReaders(PcscContextHandle context, Span<byte> names, ref uint length)
    {
        // Lengths are in UTF-16 units here.
        var size = length / 2;
        var code = SCardListReaders(context, 0, names, ref size);
        length = size * 2;
        return code;
    }

    public override int GetStatusChange(PcscContextHandle context, uint timeout, nint states, int count) =>
        (int)SCardGetStatusChange(context, timeout, states, (uint)count);

    public override int Cancel(PcscContextHandle context) => SCardCancel(context);

    public override int Connect(PcscContextHandle context, ReadOnlySpan<byte> reader, out PcscCardHandle card, out uint protocol)
    {
        var code = SCardConnect(context, reader, PcscCode.ShareShared, PcscCode.AnyProtocol, out card, out var active);
        protocol = active;
        return code;
    }

    public override int Reconnect(PcscCardHandle card, out uint protocol)
    {
        var code = SCardReconnect(card, PcscCode.ShareShared, PcscCode.AnyProtocol, PcscCode.LeaveCard, out var active);
        protocol = active;
        return code;
    }

    public override int Disconnect(nint card, uint disposition) => SCardDisconnect(card, disposition);

    public override int BeginTransaction(PcscCardHandle card) => SCardBeginTransaction(card);

    public override int EndTransaction(PcscCardHandle card, uint disposition) => SCardEndTransaction(card, disposition);

    public override int Transmit(PcscCardHandle card, uint protocol, ReadOnlySpan<byte> command, Span<byte> answer, out int length)
    {
        var pci = new IoRequest { Protocol = protocol, Length = (uint)Marshal.SizeOf<IoRequest>() };
        var received = (uint)answer.Length;
        var code = SCardTransmit(card, in pci, command, (uint)command.Length, 0, answer, ref received);
        length = (int)received;
        return code;
    }

    public override uint FeatureRequest => 0x00313520;

    public override int Control(PcscCardHandle card, uint code, ReadOnlySpan<byte> input, Span<byte> output, out int length)
    {
        var result = SCardControl(card, code, input, (uint)input.Length, output, (uint)output.Length, out var received);
        length = result == PcscCode.Success ? (int)received : 0;
        return result;
    }

    public override int GetAttribute(PcscCardHandle card, uint attribute, Span<byte> value, out int length)
    {
        var size = (uint)value.Length;
        var result = SCardGetAttrib(card, attribute, value, ref size);
        length = result == PcscCode.Success ? (int)size : 0;
        return result;
    }

    [LibraryImport(Library)]
    private static partial int SCardEstablishContext(uint scope, nint reserved1, nint reserved2, out PcscContextHandle context);

    [LibraryImport(Library)]
    private static partial int SCardReleaseContext(nint context);

    [LibraryImport(Library, EntryPoint = "SCardListReadersW")]
    private static partial int SCardListReaders(PcscContextHandle context, nint groups, Span<byte> readers, ref uint length);

    [LibraryImport(Library, EntryPoint = "SCardGetStatusChangeW")]
    private static partial int SCardGetStatusChange(PcscContextHandle context, uint timeout, nint states, uint count);

    [LibraryImport(Library)]
    private static partial int SCardCancel(PcscContextHandle context);

    [LibraryImport(Library, EntryPoint = "SCardConnectW")]
    private static partial int SCardConnect(
        PcscContextHandle context, ReadOnlySpan<byte> reader, uint share, uint protocols, out PcscCardHandle card, out uint active);

    [LibraryImport(Library)]
    private static partial int SCardReconnect(PcscCardHandle card, uint share, uint protocols, uint initialization, out uint active);

    [LibraryImport(Library)]
    private static partial int SCardDisconnect(nint card, uint disposition);

    [LibraryImport(Library)]
    private static partial int SCardBeginTransaction(PcscCardHandle card);

    [LibraryImport(Library)]
    private static partial int SCardEndTransaction(PcscCardHandle card, uint disposition);

    [LibraryImport(Library)]
    private static partial int SCardTransmit(
        PcscCardHandle card, in IoRequest sendPci, ReadOnlySpan<byte> send, uint sendLength, nint receivePci, Span<byte> receive, ref uint length);

    [LibraryImport(Library)]
    private static partial int SCardControl(
        PcscCardHandle card, uint code, ReadOnlySpan<byte> input, uint inputLength, Span<byte> output, uint outputLength, out uint received);

    [LibraryImport(Library)]
    private static partial int SCardGetAttrib(PcscCardHandle card, uint attribute, Span<byte> value, ref uint length);

    [StructLayout(LayoutKind.Sequential)]
    private struct IoRequest
    {
        public uint Protocol;
        public uint Length;
    }
}
