using EidBridge.Card;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Commands;

/// <summary><c>status</c>: sends nothing to a card.</summary>
internal sealed class StatusHandler(Func<ICardReaders> openReaders, TimeProvider time)
{
    /// <exception cref="CardException">The service does not run, refuses this session or does not answer.</exception>
    public async Task<StatusReply> HandleAsync()
    {
        try
        {
            return await CardWork.RunAsync(Look).WaitAsync(ReaderWatch.ListLimit, time);
        }
        catch (TimeoutException e)
        {
            throw ReaderWatch.NoAnswer(e);
        }
    }

    private StatusReply Look()
    {
        using var readers = openReaders();
        return new StatusReply(HostVersion.WebEid, [.. readers.List().Select(reader => reader.Presence != CardPresence.Empty)]);
    }
}
