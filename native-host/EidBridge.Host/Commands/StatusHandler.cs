using EidBridge.Card;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Commands;

/// <summary><c>status</c>: sends nothing to a card.</summary>
internal sealed class StatusHandler(Func<ICardReaders> openReaders)
{
    public Task<StatusReply> HandleAsync() => CardWork.RunAsync(() =>
    {
        using var readers = openReaders();
        return new StatusReply(HostVersion.WebEid, [.. readers.List().Select(reader => reader.Presence != CardPresence.Empty)]);
    });
}
