using EidBridge.Card;
using Microsoft.Extensions.Logging;

namespace EidBridge.Host;

/// <summary>With <c>logLevel</c> <c>debug</c>, each command to a card is a line of the log: header, lengths, status word and time, never data.</summary>
internal sealed partial class CardTrace(ILogger<CardTrace> logger)
{
    public ICardReaders OpenReaders() => new CardReaders(logger.IsEnabled(LogLevel.Debug) ? Passed : null);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Command}")]
    private partial void Passed(string command);
}
