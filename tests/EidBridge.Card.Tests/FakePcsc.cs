using EidBridge.Card.Pcsc;
using EidBridge.VirtualCard;

namespace EidBridge.Card.Tests;

/// <summary>
/// PC/SC with virtual cards in its readers and accidents on order: each call may be made to answer a code, by its number
/// among the commands sent.
/// </summary>
internal sealed class FakePcsc : IPcsc, IPcscContext
{
    private readonly Dictionary<string, Slot> _slots = new(StringComparer.Ordinal);
    private readonly BlockingSignal _change = new();
    private int _looks;
    private int _waits;

    /// <summary>Before a command is sent: its number from 1, its bytes; a code is thrown instead of sending.</summary>
    public Func<int, byte[], int?> Accident { get; set; } = (_, _) => null;

    /// <summary>What the reader says in place of the card's answer, which the card has given all the same.</summary>
    public Func<int, byte[]?> Garbled { get; set; } = _ => null;

    /// <summary>As above, made from the card's answer.</summary>
    public Func<int, byte[], byte[]> Spoiled { get; set; } = (_, answer) => answer;

    /// <summary>In place of the reader's answer to its own commands, by their number from 1.</summary>
    public Func<int, int?> ControlAccident { get; set; } = _ => null;

    public Func<int, int?> BeginAccident { get; set; } = _ => null;

    public Func<int, int?> StateAccident { get; set; } = _ => null;

    public Func<int, int?> ContextAccident { get; set; } = _ => null;

    /// <summary>By the number of the wait; the code ends it.</summary>
    public Func<int, int?> WaitAccident { get; set; } = _ => null;

    public Func<int, int?> ConnectAccident { get; set; } = _ => null;

    /// <summary>Every command, in hexadecimal.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>Beside each command the status word that came back; empty where none did.</summary>
    public List<string> Answered { get; } = [];

    /// <summary>Every command to the reader itself: code and bytes.</summary>
    public List<string> Controls { get; } = [];

    /// <summary>A reader with a keypad: answers a control code, with the card in it to type to.</summary>
    public Func<uint, byte[], VirtualEidCard, byte[]?>? Keypad { get; set; }

    /// <summary>What the readers say of their firmware.</summary>
    public uint? ReaderVersion { get; set; }

    /// <summary>A reader that answers some commands itself instead of handing them to the card.</summary>
    public Func<byte[], VirtualEidCard, byte[]?> Pseudo { get; set; } = (_, _) => null;

    /// <summary>Called when a context is made and when one is released.</summary>
    public Action OnContext { get; set; } = () => { };

    public int OpenConnections { get; private set; }

    public bool HoldsCard => _slots.Values.Any(slot => slot.Card is not null);

    public int Begins { get; private set; }

    public int Connects { get; private set; }

    public int Contexts { get; private set; }

    public int OpenTransactions { get; private set; }

    /// <summary>Whether the end of a transaction, or of the connection, reset the card.</summary>
    public bool WasResetByTransaction { get; private set; }

    public bool WasResetByDisconnect { get; private set; }

    /// <summary>When set, the end of a transaction answers this code.</summary>
    public int? EndAccident { get; set; }

    /// <summary>Answers of the card are cut to this many bytes of data, as some readers do.</summary>
    public int ShortAnswers { get; set; } = 256;

    public string Insert(VirtualEidCard? card, string reader = "Reader 0", uint state = PcscCode.StatePresent)
    {
        var count = _slots.TryGetValue(reader, out var slot) ? slot.Count + 1 : 1;
        _slots[reader] = new Slot(card, card is null && state == PcscCode.StatePresent ? PcscCode.StateEmpty : state, (uint)count);
        card?.Reset();
        _change.Set();
        return reader;
    }

    public IPcscContext EstablishContext()
    {
        OnContext();
        Throw("SCardEstablishContext", ContextAccident(++Contexts));
        return this;
    }

    public IReadOnlyList<string> ListReaders() => [.. _slots.Keys];

    public IReadOnlyList<PcscReaderState> GetStates(IReadOnlyList<string> readers)
    {
        Throw("SCardGetStatusChange", StateAccident(++_looks));
        return [.. readers.Select(name => new PcscReaderState(name, _slots[name].State | (_slots[name].Count << 16)))];
    }

    public void WaitForChange(IReadOnlyList<PcscReaderState> known)
    {
        Throw("SCardGetStatusChange", WaitAccident(++_waits));
        if (!_change.Wait())
        {
            throw new PcscException("SCardGetStatusChange", PcscCode.Cancelled);
        }
    }

    public void WaitForChange(PcscReaderState known, TimeSpan limit)
    {
        // Nothing changes in a fake reader while a test waits for an answer.
    }

    public void Cancel() => _change.Cancel();

    public IPcscCard Connect(string reader, TimeSpan limit)
    {
        Throw("SCardConnect", ConnectAccident(++Connects));
        OpenConnections++;
        return new Connection(this, reader);
    }

    /// <summary>One object is every context.</summary>
    public void Dispose() => OnContext();

    private static void Throw(string function, int? code)
    {
        if (code is { } value)
        {
            throw new PcscException(function, value);
        }
    }

    private sealed record Slot(VirtualEidCard? Card, uint State, uint Count);

    private sealed class Connection(FakePcsc pcsc, string reader) : IPcscCard
    {
        private uint _seen = pcsc._slots[reader].Count;
        private bool _reset;
        private bool _closed;

        public void BeginTransaction(TimeSpan limit, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Throw("SCardBeginTransaction", pcsc.BeginAccident(++pcsc.Begins));
            pcsc.OpenTransactions++;
        }

        public void EndTransaction()
        {
            pcsc.OpenTransactions--;
            Throw("SCardEndTransaction", pcsc.EndAccident);
            if (_reset)
            {
                pcsc.WasResetByTransaction = true;
                pcsc._slots[reader].Card?.Reset();
            }
        }

        public byte[] Transmit(ReadOnlySpan<byte> command)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var bytes = command.ToArray();
            pcsc.Sent.Add(Convert.ToHexString(bytes));
            pcsc.Answered.Add(string.Empty);
            Throw("SCardTransmit", pcsc.Accident(pcsc.Sent.Count, bytes));
            var slot = pcsc._slots[reader];
            if (slot.Count != _seen || slot.Card is null)
            {
                throw new PcscException("SCardTransmit", PcscCode.CardWasRemoved);
            }

            var number = pcsc.Sent.Count;
            var answer = pcsc.Pseudo(bytes, slot.Card) ?? slot.Card.Transmit(command);
            answer = pcsc.Spoiled(number, pcsc.Garbled(number) ?? answer);
            pcsc.Answered[^1] = Convert.ToHexString(answer)[^Math.Min(4, 2 * answer.Length)..];
            return answer.Length - 2 <= pcsc.ShortAnswers ? answer : [.. answer[..pcsc.ShortAnswers], .. answer[^2..]];
        }

        public uint FeatureRequest => 0x42000D48;

        public uint? ReaderVersion => pcsc.ReaderVersion;

        public byte[] Control(uint code, ReadOnlySpan<byte> input)
        {
            pcsc.Controls.Add($"{code:X8} {Convert.ToHexString(input)}");
            Throw("SCardControl", pcsc.OpenTransactions > 0 ? pcsc.ControlAccident(pcsc.Controls.Count) : PcscCode.SharingViolation);
            return pcsc.Keypad?.Invoke(code, input.ToArray(), pcsc._slots[reader].Card!)
                ?? throw new PcscException("SCardControl", PcscCode.NotTransacted);
        }

        public void Reconnect()
        {
            var slot = pcsc._slots[reader];
            _seen = slot.Count;
            (slot.Card ?? throw new PcscException("SCardReconnect", PcscCode.NoSmartcard)).Reset();
        }

        public void ResetAtEnd(bool reset) => _reset = reset;

        public void Dispose()
        {
            pcsc.OpenConnections -= _closed ? 0 : 1;
            _closed = true;
            pcsc.WasResetByDisconnect |= _reset;
        }
    }

    private sealed class BlockingSignal
    {
        private readonly ManualResetEventSlim _set = new();
        private volatile bool _cancelled;

        public void Set() => _set.Set();

        public void Cancel()
        {
            _cancelled = true;
            _set.Set();
        }

        public bool Wait()
        {
            _set.Wait();
            _set.Reset();
            return !_cancelled;
        }
    }
}
