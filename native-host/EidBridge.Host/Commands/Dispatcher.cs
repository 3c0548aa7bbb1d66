using System.Diagnostics;
using EidBridge.Card;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;
using Microsoft.Extensions.Logging;

namespace EidBridge.Host.Commands;

/// <summary>Tells the browser where a request is, if it wants to know.</summary>
internal delegate Task ReportProgress(ProgressReply progress);

/// <summary>Answers one request.</summary>
/// <param name="gone">The browser gave up: nobody waits for the answer any more.</param>
internal delegate Task<HostReply> AnswerRequest(HostRequest request, ReportProgress report, CancellationToken gone);

/// <summary>Knows every request. A failure becomes a reply here and only here.</summary>
internal sealed partial class Dispatcher(
    CardRequestHandler card, StatusHandler status, TimeProvider time, ILogger<Dispatcher> logger)
{
    /// <exception cref="OperationCanceledException">The browser gave up.</exception>
    public async Task<HostReply> AnswerAsync(HostRequest request, ReportProgress report, CancellationToken gone)
    {
        var begun = time.GetTimestamp();
        try
        {
            var reply = await HandleAsync(request, request.WantsProgress ? report : static _ => Task.CompletedTask, gone);
            var duration = time.GetElapsedTime(begun);
            Answered(request, duration);
            return reply;
        }
        catch (EidBridgeException e)
        {
            return Refuse(request, e);
        }
        catch (CardException e)
        {
            return Refuse(request, CardFaults.ToError(e));
        }
    }

    private async Task<HostReply> HandleAsync(HostRequest request, ReportProgress report, CancellationToken gone) => request switch
    {
        StatusRequest => await status.HandleAsync(),
        CardRequest r => await card.HandleAsync(r, report, gone),
        QuitRequest => new QuitReply(),
        _ => throw new UnreachableException(),
    };

    private FailureReply Refuse(HostRequest request, EidBridgeException e)
    {
        Refused(request, e.Code, e.Detail);
        return FailureReply.From(e, request.Lang);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Request} was answered in {Duration}")]
    private partial void Answered(HostRequest request, TimeSpan duration);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Request} was refused: {Code} ({Detail})")]
    private partial void Refused(HostRequest request, string code, string? detail);
}
