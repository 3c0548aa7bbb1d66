using System.Diagnostics;

namespace EidBridge.Card.Pcsc;

/// <summary>Tells each command as it passes: its header, how many bytes, the status word, the time. Never what is in it.</summary>
internal sealed class TracingPcsc(IPcsc pcsc, Action<string> write) : IPcsc
{
    private const int HeaderLength = 4;

    public IPcscContext EstablishContext() => new Context(pcsc.EstablishContext(), write);

    private static string Describe(ReadOnlySpan<byte> command) => command.Length <= HeaderLength + 1
        ? Convert.ToHexString(command)
        : FormattableString.Invariant($"{Convert.ToHexString(command[..HeaderLength])} ({command.Length - HeaderLength - 1} bytes)");

    private static string Describe(byte[] answer) => answer.Length < 2
        ? "no status word"
        : FormattableString.Invariant($"{Convert.ToHexString(answer.AsSpan(answer.Length - 2))} ({answer.Length - 2} bytes)");

    private sealed class Context(IPcscContext context, Action<string> write) : IPcscContext
    {
        public IReadOnlyList<string> ListReaders() => context.ListReaders();

        public IReadOnlyList<PcscReaderState> GetStates(IReadOnlyList<string> readers) => context.GetStates(readers);

        public void WaitForChange(IReadOnlyList<PcscReaderState> known) => context.WaitForChange(known);

        public void WaitForChange(PcscReaderState known, TimeSpan limit) => context.WaitForChange(known, limit);

        public void Cancel() => context.Cancel();

        public IPcscCard Connect(string reader, TimeSpan limit)
        {
            write($"connect {reader}");
            return new Card(context.Connect(reader, limit), write);
        }

        public void Dispose() => context.Dispose();
    }

    private sealed class Card(IPcscCard card, Action<string> write) : IPcscCard
    {
        public uint FeatureRequest => card.FeatureRequest;

        public uint? ReaderVersion => card.ReaderVersion;

        public void BeginTransaction(TimeSpan limit, CancellationToken cancellationToken) => card.BeginTransaction(limit, cancellationToken);

        public void EndTransaction() => card.EndTransaction();

        public byte[] Transmit(ReadOnlySpan<byte> command)
        {
            var what = Describe(command);
            var begun = Stopwatch.GetTimestamp();
            try
            {
                var answer = card.Transmit(command);
                Tell(what, Describe(answer), begun);
                return answer;
            }
            catch (PcscException e)
            {
                Tell(what, e.Message, begun);
                throw;
            }
        }

        public byte[] Control(uint code, ReadOnlySpan<byte> input)
        {
            var begun = Stopwatch.GetTimestamp();
            var answer = card.Control(code, input);
            Tell(FormattableString.Invariant($"control {code:X8}"), FormattableString.Invariant($"{answer.Length} bytes"), begun);
            return answer;
        }

        public void Reconnect()
        {
            write("reconnect");
            card.Reconnect();
        }

        public void ResetAtEnd(bool reset) => card.ResetAtEnd(reset);

        public void Dispose() => card.Dispose();

        private void Tell(string sent, string came, long begun) =>
            write(FormattableString.Invariant($"{sent} -> {came}, {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:0.0} ms"));
    }
}
