using EidBridge.Card.Pcsc;

namespace EidBridge.Card.Tests;

/// <summary>A reader that makes the card answer 6A87 to each SELECT by path, as some do with 1.7 cards.</summary>
internal sealed class RefusingPath(FakePcsc inner) : IPcsc
{
    public IPcscContext EstablishContext() => new Context(inner);

    private sealed class Context(IPcscContext context) : IPcscContext
    {
        public IReadOnlyList<string> ListReaders() => context.ListReaders();

        public IReadOnlyList<PcscReaderState> GetStates(IReadOnlyList<string> readers) => context.GetStates(readers);

        public void WaitForChange(IReadOnlyList<PcscReaderState> known) => context.WaitForChange(known);

        public void WaitForChange(PcscReaderState known, TimeSpan limit) => context.WaitForChange(known, limit);

        public void Cancel() => context.Cancel();

        public IPcscCard Connect(string reader, TimeSpan limit) => new Card(context.Connect(reader, limit));

        public void Dispose() => context.Dispose();
    }

    private sealed class Card(IPcscCard card) : IPcscCard
    {
        public void BeginTransaction(TimeSpan limit, CancellationToken cancellationToken) => card.BeginTransaction(limit, cancellationToken);

        public void EndTransaction() => card.EndTransaction();

        public byte[] Transmit(ReadOnlySpan<byte> command) =>
            command[1] == 0xA4 && command[2] == 0x08 ? [0x6A, 0x87] : card.Transmit(command);

        public uint FeatureRequest => card.FeatureRequest;

        public uint? ReaderVersion => card.ReaderVersion;

        public byte[] Control(uint code, ReadOnlySpan<byte> input) => card.Control(code, input);

        public void Reconnect() => card.Reconnect();

        public void ResetAtEnd(bool reset) => card.ResetAtEnd(reset);

        public void Dispose() => card.Dispose();
    }
}
