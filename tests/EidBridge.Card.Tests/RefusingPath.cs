using EidBridge.Card.Pcsc;

namespace EidBridge.Card.Tests;

/// <summary>A reader that makes the card answer 6A87 to a SELECT by path now and then, as some do with 1.7 cards.</summary>
/// <param name="every">Of so many SELECTs by path the last is refused.</param>
internal sealed class RefusingPath(FakePcsc inner, int every = 1) : IPcsc
{
    private int _selects;

    public IPcscContext EstablishContext() => new Context(inner, this);

    private bool Refuses() => ++_selects % every == 0;

    private sealed class Context(IPcscContext context, RefusingPath reader) : IPcscContext
    {
        public IReadOnlyList<string> ListReaders() => context.ListReaders();

        public IReadOnlyList<PcscReaderState> GetStates(IReadOnlyList<string> readers) => context.GetStates(readers);

        public void WaitForChange(IReadOnlyList<PcscReaderState> known) => context.WaitForChange(known);

        public void WaitForChange(PcscReaderState known, TimeSpan limit) => context.WaitForChange(known, limit);

        public void Cancel() => context.Cancel();

        public IPcscCard Connect(string name, TimeSpan limit) => new Card(context.Connect(name, limit), reader);

        public void Dispose() => context.Dispose();
    }

    private sealed class Card(IPcscCard card, RefusingPath reader) : IPcscCard
    {
        public void BeginTransaction(TimeSpan limit, CancellationToken cancellationToken) => card.BeginTransaction(limit, cancellationToken);

        public void EndTransaction() => card.EndTransaction();

        public byte[] Transmit(ReadOnlySpan<byte> command) =>
            command[1] == 0xA4 && command[2] == 0x08 && reader.Refuses() ? [0x6A, 0x87] : card.Transmit(command);

        public uint FeatureRequest => card.FeatureRequest;

        public uint? ReaderVersion => card.ReaderVersion;

        public byte[] Control(uint code, ReadOnlySpan<byte> input) => card.Control(code, input);

        public void Reconnect() => card.Reconnect();

        public void ResetAtEnd(bool reset) => card.ResetAtEnd(reset);

        public void Dispose() => card.Dispose();
    }
}
