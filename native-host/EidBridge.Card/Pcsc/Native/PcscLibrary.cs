using System.Runtime.InteropServices;
using System.Text;

namespace EidBridge.Card.Pcsc.Native;

/// <summary>The functions of PC/SC that we call, with one signature for the three systems. Each returns the SCARD code.</summary>
internal abstract class PcscLibrary
{
    private static readonly Lazy<PcscLibrary> System = new(Choose);

    public static PcscLibrary Current => System.Value;

    /// <summary>Reader names in memory.</summary>
    public abstract Encoding Names { get; }

    public abstract ReaderStateLayout StateLayout { get; }

    /// <summary>State word to begin with for the pseudo-reader that tells of readers coming and going.</summary>
    public abstract uint PlugAndPlayState(int readers);

    public abstract int EstablishContext(out PcscContextHandle context);

    public abstract int ReleaseContext(nint context);

    public abstract int ListReaders(PcscContextHandle context, Span<byte> names, ref uint length);

    /// <param name="timeout">Milliseconds; <see cref="PcscCode.Infinite"/> waits until something happens or Cancel is called.</param>
    public abstract int GetStatusChange(PcscContextHandle context, uint timeout, nint states, int count);

    public abstract int Cancel(PcscContextHandle context);

    public abstract int Connect(PcscContextHandle context, ReadOnlySpan<byte> reader, out PcscCardHandle card, out uint protocol);

    public abstract int Reconnect(PcscCardHandle card, out uint protocol);

    public abstract int Disconnect(nint card, uint disposition);

    public abstract int BeginTransaction(PcscCardHandle card);

    public abstract int EndTransaction(PcscCardHandle card, uint disposition);

    public abstract int Transmit(PcscCardHandle card, uint protocol, ReadOnlySpan<byte> command, Span<byte> answer, out int length);

    /// <summary>SCARD_CTL_CODE(3400): each system makes it in its own way.</summary>
    public abstract uint FeatureRequest { get; }

    public abstract int Control(PcscCardHandle card, uint code, ReadOnlySpan<byte> input, Span<byte> output, out int length);

    /// <param name="length">Of what the reader said; 0 when it said nothing.</param>
    public abstract int GetAttribute(PcscCardHandle card, uint attribute, Span<byte> value, out int length);

    private static PcscLibrary Choose() =>
        OperatingSystem.IsWindows() ? new WindowsPcsc()
        : OperatingSystem.IsMacOS() ? new MacPcsc()
        : new LinuxPcsc();
}

/// <summary>Where the fields of SCARD_READERSTATE lie: each system packs it in its own way.</summary>
/// <param name="Size">Bytes of one state.</param>
/// <param name="Current">Offset of dwCurrentState; szReader is at 0.</param>
/// <param name="Event">Offset of dwEventState.</param>
/// <param name="WordSize">Bytes of a DWORD: 8 on 64-bit Linux, else 4.</param>
internal sealed record ReaderStateLayout(int Size, int Current, int Event, int WordSize);

/// <summary>A PC/SC context; released with the object.</summary>
internal sealed class PcscContextHandle() : SafeHandle(invalidHandleValue: 0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => PcscLibrary.Current.ReleaseContext(handle) == PcscCode.Success;
}

/// <summary>A connection to a card. Left as it is when the object ends, unless a reset was asked for.</summary>
internal sealed class PcscCardHandle() : SafeHandle(invalidHandleValue: 0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    /// <summary>The card is reset at the end: the PIN state must not survive us. Looked at when the last call has returned.</summary>
    public bool ResetAtEnd { get; set; }

    public uint Disposition => ResetAtEnd ? PcscCode.ResetCard : PcscCode.LeaveCard;

    protected override bool ReleaseHandle() =>
        PcscLibrary.Current.Disconnect(handle, Disposition) == PcscCode.Success;
}
