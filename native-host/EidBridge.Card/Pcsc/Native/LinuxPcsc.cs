using System.Runtime.InteropServices;
using System.Text;

namespace EidBridge.Card.Pcsc.Native;

/// <summary>libpcsclite: DWORD is unsigned long.</summary>
internal sealed partial class LinuxPcsc : PcscLibrary
{
    private const string Library = "libpcsclite.so.1";

    public override Encoding Names => Encoding.UTF8;

    public override ReaderStateLayout StateLayout { get; } = new(Size: 80, Current: 16, Event: 24, WordSize: 8);

    public override uint PlugAndPlayState(int readers) => 0;

    public override int EstablishContext(out PcscContextHandle context) => (int)SCardEstablishContext(PcscCode.ScopeSystem, 0, 0, out context);

    public override int ReleaseContext(nint context) => (int)SCardReleaseContext(context);

    public override int ListReaders(PcscContextHandle context, Span<byte> names, ref uint length)
    {
        nuint size = length;
        var code = (int)SCardListReaders(context, 0, names, ref size);
        length = (uint)size;
        return code;
    }

    public override int GetStatusChange(PcscContextHandle context, uint timeout, nint states, int count) =>
        (int)SCardGetStatusChange(context, timeout, states, (nuint)count);

    public override int Cancel(PcscContextHandle context) => (int)SCardCancel(context);

    public override int Connect(PcscContextHandle context, ReadOnlySpan<byte> reader, out PcscCardHandle card, out uint protocol)
    {
        var code = (int)SCardConnect(context, reader, PcscCode.ShareShared, PcscCode.AnyProtocol, out card, out var active);
        protocol = (uint)active;
        return code;
    }

    public override int Reconnect(PcscCardHandle card, out uint protocol)
    {
        var code = (int)SCardReconnect(card, PcscCode.ShareShared, PcscCode.AnyProtocol, PcscCode.LeaveCard, out var active);
        protocol = (uint)active;
        return code;
    }

    public override int Disconnect(nint card, uint disposition) => (int)SCardDisconnect(card, disposition);

    public override int BeginTransaction(PcscCardHandle card) => (int)SCardBeginTransaction(card);

    public override int EndTransaction(PcscCardHandle card, uint disposition) => (int)SCardEndTransaction(card, disposition);

    public override int Transmit(PcscCardHandle card, uint protocol, ReadOnlySpan<byte> command, Span<byte> answer, out int length)
    {
        var pci = new IoRequest { Protocol = protocol, Length = (nuint)Marshal.SizeOf<IoRequest>() };
        var received = (nuint)answer.Length;
        var code = (int)SCardTransmit(card, in pci, command, (nuint)command.Length, 0, answer, ref received);
        length = (int)received;
        return code;
    }

    public override uint FeatureRequest => 0x42000D48;

    public override int Control(PcscCardHandle card, uint code, ReadOnlySpan<byte> input, Span<byte> output, out int length)
    {
        var result = (int)SCardControl(card, code, input, (nuint)input.Length, output, (nuint)output.Length, out var received);
        length = result == PcscCode.Success ? (int)received : 0;
        return result;
    }

    public override int GetAttribute(PcscCardHandle card, uint attribute, Span<byte> value, out int length)
    {
        var size = (nuint)value.Length;
        var result = (int)SCardGetAttrib(card, attribute, value, ref size);
        length = result == PcscCode.Success ? (int)size : 0;
        return result;
    }

    [LibraryImport(Library)]
    private static partial nint SCardEstablishContext(nuint scope, nint reserved1, nint reserved2, out PcscContextHandle context);

    [LibraryImport(Library)]
    private static partial nint SCardReleaseContext(nint context);

    [LibraryImport(Library)]
    private static partial nint SCardListReaders(PcscContextHandle context, nint groups, Span<byte> readers, ref nuint length);

    [LibraryImport(Library)]
    private static partial nint SCardGetStatusChange(PcscContextHandle context, nuint timeout, nint states, nuint count);

    [LibraryImport(Library)]
    private static partial nint SCardCancel(PcscContextHandle context);

    [LibraryImport(Library)]
    private static partial nint SCardConnect(
        PcscContextHandle context, ReadOnlySpan<byte> reader, nuint share, nuint protocols, out PcscCardHandle card, out nuint active);

    [LibraryImport(Library)]
    private static partial nint SCardReconnect(PcscCardHandle card, nuint share, nuint protocols, nuint initialization, out nuint active);

    [LibraryImport(Library)]
    private static partial nint SCardDisconnect(nint card, nuint disposition);

    [LibraryImport(Library)]
    private static partial nint SCardBeginTransaction(PcscCardHandle card);

    [LibraryImport(Library)]
    private static partial nint SCardEndTransaction(PcscCardHandle card, nuint disposition);

    [LibraryImport(Library)]
    private static partial nint SCardTransmit(
        PcscCardHandle card, in IoRequest sendPci, ReadOnlySpan<byte> send, nuint sendLength, nint receivePci, Span<byte> receive, ref nuint length);

    [LibraryImport(Library)]
    private static partial nint SCardControl(
        PcscCardHandle card, nuint code, ReadOnlySpan<byte> input, nuint inputLength, Span<byte> output, nuint outputLength, out nuint received);

    [LibraryImport(Library)]
    private static partial nint SCardGetAttrib(PcscCardHandle card, nuint attribute, Span<byte> value, ref nuint length);

    [StructLayout(LayoutKind.Sequential)]
    private struct IoRequest
    {
        public nuint Protocol;
        public nuint Length;
    }
}
