using System.Buffers.Binary;
using System.Runtime.InteropServices;
using EidBridge.Card.Pcsc.Native;

namespace EidBridge.Card.Pcsc;

/// <summary>The system's PC/SC service.</summary>
#pragma warning disable CA2000 // Each handle goes into the object that is returned, or Refused disposes it.
internal sealed class SystemPcsc : IPcsc
{
    public IPcscContext EstablishContext()
    {
        try
        {
            var code = PcscLibrary.Current.EstablishContext(out var context);
            return code == PcscCode.Success ? new SystemContext(context) : throw Refused(context, PcscException.EstablishContext, code);
        }
        catch (DllNotFoundException)
        {
            throw new PcscException(PcscException.NoLibrary, PcscCode.NoService);
        }
    }

    internal static PcscException Refused(SafeHandle handle, string function, int code)
    {
        handle.Dispose();
        return new PcscException(function, code);
    }

    internal static void Check(string function, int code)
    {
        if (code != PcscCode.Success)
        {
            throw new PcscException(function, code);
        }
    }
}

/// <summary>A context of the system's PC/SC service.</summary>
internal sealed class SystemContext(PcscContextHandle context) : IPcscContext
{
    private const string PlugAndPlay = @"\\?PnP?\Notification";
    private static readonly PcscLibrary Library = PcscLibrary.Current;

    public IReadOnlyList<string> ListReaders()
    {
        uint length = 0;
        var code = Library.ListReaders(context, [], ref length);
        if (code == PcscCode.NoReaders)
        {
            return [];
        }

        SystemPcsc.Check("SCardListReaders", code);
        var names = new byte[length];
        code = Library.ListReaders(context, names, ref length);
        if (code == PcscCode.NoReaders)
        {
            return [];
        }

        SystemPcsc.Check("SCardListReaders", code);
        return Library.Names.GetString(names, 0, (int)length).Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    public IReadOnlyList<PcscReaderState> GetStates(IReadOnlyList<string> readers)
    {
        using var states = new ReaderStates([.. readers.Select(name => new PcscReaderState(name, PcscCode.StateUnaware))]);
        var code = Library.GetStatusChange(context, 0, states.Pointer, readers.Count);
        if (code != PcscCode.Timeout)
        {
            SystemPcsc.Check("SCardGetStatusChange", code);
        }

        return states.Read();
    }

    public void WaitForChange(IReadOnlyList<PcscReaderState> known)
    {
        using var states = new ReaderStates([.. known, new PcscReaderState(PlugAndPlay, Library.PlugAndPlayState(known.Count))]);
        SystemPcsc.Check("SCardGetStatusChange", Library.GetStatusChange(context, PcscCode.Infinite, states.Pointer, known.Count + 1));
    }

    public void WaitForChange(PcscReaderState known, TimeSpan limit)
    {
        using var states = new ReaderStates([known]);
        var code = Library.GetStatusChange(context, (uint)limit.TotalMilliseconds, states.Pointer, 1);
        if (code != PcscCode.Timeout)
        {
            SystemPcsc.Check("SCardGetStatusChange", code);
        }
    }

    public void Cancel() => Library.Cancel(context);

    public IPcscCard Connect(string reader, TimeSpan limit)
    {
        byte[] name = [.. Library.Names.GetBytes(reader + '\0')];
        var (code, card, protocol) = BlockingCall.Run(
            () => (Library.Connect(context, name, out var handle, out var active), handle, active),
            late => late.handle.Dispose(),
            limit,
            CancellationToken.None) ?? throw new PcscException("SCardConnect", PcscCode.Timeout);
        return code == PcscCode.Success ? new SystemCard(card, protocol) : throw SystemPcsc.Refused(card, "SCardConnect", code);
    }

    public void Dispose() => context.Dispose();

    /// <summary>An array of SCARD_READERSTATE in the layout of this system.</summary>
    private sealed class ReaderStates : IDisposable
    {
        private readonly string[] _names;
        private readonly nint[] _strings;
        private readonly nint _array;

        public ReaderStates(PcscReaderState[] states)
        {
            var layout = Library.StateLayout;
            _names = [.. states.Select(s => s.Name)];
            _strings = [.. states.Select(s => Copy(Library.Names.GetBytes(s.Name + '\0')))];
            var bytes = new byte[Math.Max(1, states.Length) * layout.Size];
            for (var i = 0; i < states.Length; i++)
            {
                var state = bytes.AsSpan(i * layout.Size, layout.Size);
                BinaryPrimitives.WriteInt64LittleEndian(state, _strings[i]);
                BinaryPrimitives.WriteUInt32LittleEndian(state[layout.Current..], states[i].State);
            }

            _array = Copy(bytes);
        }

        public nint Pointer => _array;

        public IReadOnlyList<PcscReaderState> Read() =>
            [.. _names.Select((name, i) => new PcscReaderState(name, (uint)Marshal.ReadInt32(_array, (i * Library.StateLayout.Size) + Library.StateLayout.Event)))];

        public void Dispose()
        {
            Marshal.FreeHGlobal(_array);
            Array.ForEach(_strings, Marshal.FreeHGlobal);
        }

        private static nint Copy(byte[] bytes)
        {
            var memory = Marshal.AllocHGlobal(bytes.Length);
            Marshal.Copy(bytes, 0, memory, bytes.Length);
            return memory;
        }
    }
}

/// <summary>A connection of the system's PC/SC service.</summary>
internal sealed class SystemCard(PcscCardHandle card, uint protocol) : IPcscCard
{
    // 256 data bytes and a status word: neither applet has extended length.
    private const int AnswerLength = 258;
    private static readonly PcscLibrary Library = PcscLibrary.Current;
    private uint _protocol = protocol;

    public void BeginTransaction(TimeSpan limit, CancellationToken cancellationToken)
    {
        var code = BlockingCall.Run(() => Library.BeginTransaction(card), EndLate, limit, cancellationToken);
        SystemPcsc.Check("SCardBeginTransaction", code ?? PcscCode.Timeout);
    }

    public void EndTransaction() => SystemPcsc.Check("SCardEndTransaction", Library.EndTransaction(card, card.Disposition));

    public byte[] Transmit(ReadOnlySpan<byte> command)
    {
        Span<byte> answer = stackalloc byte[AnswerLength];
        SystemPcsc.Check("SCardTransmit", Library.Transmit(card, _protocol, command, answer, out var length));
        return answer[..length].ToArray();
    }

    public uint FeatureRequest => Library.FeatureRequest;

    public uint? ReaderVersion
    {
        get
        {
            Span<byte> version = stackalloc byte[sizeof(uint)];
            var code = Library.GetAttribute(card, PcscCode.AttributeVersion, version, out var length);
            return code == PcscCode.Success && length == version.Length ? BinaryPrimitives.ReadUInt32LittleEndian(version) : null;
        }
    }

    public byte[] Control(uint code, ReadOnlySpan<byte> input)
    {
        Span<byte> output = stackalloc byte[AnswerLength];
        SystemPcsc.Check("SCardControl", Library.Control(card, code, input, output, out var length));
        return output[..length].ToArray();
    }

    public void Reconnect() => SystemPcsc.Check("SCardReconnect", Library.Reconnect(card, out _protocol));

    public void ResetAtEnd(bool reset) => card.ResetAtEnd = reset;

    public void Dispose() => card.Dispose();

    // Nobody waits for this transaction any more: others must not wait for it either.
    private void EndLate(int code)
    {
        if (code == PcscCode.Success && !card.IsClosed)
        {
            Library.EndTransaction(card, PcscCode.LeaveCard);
        }
    }
}
