using EidBridge.Card;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Commands;

/// <summary><c>status</c>: sends nothing to a card.</summary>
internal sealed class StatusHandler(Func<ICardReaders> openReaders, TimeProvider time)
{
    /// <summary>A page that asks waits for 5 s.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    /// <exception cref="CardException">The service does not run, refuses this session or does not answer.</exception>
    public async Task<StatusReply> HandleAsync()
    {
        using var readers = openReaders();
        var present = await ReaderWatch.ListAsync(readers, time, Limit);
        return new StatusReply(HostVersion.WebEid, [.. present.Select(reader => reader.Presence != CardPresence.Empty)]);
    }
}
