using System.Threading.Channels;
using EidBridge.Protocol;

namespace EidBridge.Host.Prompts;

/// <summary>
/// Which view is shown, and what the person did, in order, on its way to the handler. A PIN typed into a view that was replaced
/// meanwhile is dropped and overwritten, a yes to it is dropped; a Cancel is meant for the whole request and is kept.
/// </summary>
internal sealed class PromptEvents : IDisposable
{
    private readonly Channel<(int Number, PromptEvent Event)> _events = Channel.CreateUnbounded<(int Number, PromptEvent Event)>();
    private readonly Lock _lock = new();
    private PromptView? _unanswered;
    private int _number;

    /// <returns>
    /// The number of the view that is shown from now on, or null when the same is on the screen already and no answer to it was taken:
    /// redrawing it would take away what the person is typing.
    /// </returns>
    public int? BeginView(PromptView view)
    {
        lock (_lock)
        {
            if (_unanswered is not null && SaysTheSame(_unanswered, view))
            {
                return null;
            }

            _unanswered = view;
            return ++_number;
        }
    }

    public void Report(int number, PromptEvent happened)
    {
        if (!_events.Writer.TryWrite((number, happened)))
        {
            Drop(happened);
        }
    }

    /// <summary>Nothing can be shown any more: whoever waits for the person, now or later, is told.</summary>
    public void Fail(Exception reason) => _events.Writer.TryComplete(reason);

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.PromptUnavailable"/> after <see cref="Fail"/>.</exception>
    /// <exception cref="OperationCanceledException">The token, or the window was closed meanwhile.</exception>
    public async ValueTask<PromptEvent> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (number, happened) = await ReadAsync(cancellationToken);
            if (happened is PromptEvent.Cancelled || IsCurrent(number))
            {
                // Only now: a view that says the same while an answer is on its way must not make that answer an old one.
                lock (_lock)
                {
                    _unanswered = null;
                }

                return happened;
            }

            Drop(happened);
        }
    }

    public void Dispose()
    {
        _events.Writer.TryComplete();
        while (_events.Reader.TryRead(out var left))
        {
            Drop(left.Event);
        }
    }

    private async ValueTask<(int Number, PromptEvent Event)> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _events.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException e) when (e.InnerException is { } reason)
        {
            throw reason as EidBridgeException ?? new EidBridgeException(ErrorCode.PromptUnavailable, reason.GetType().Name, reason);
        }
        catch (ChannelClosedException e)
        {
            throw new OperationCanceledException("the window was closed", e);
        }
    }

    private static bool SaysTheSame(PromptView shown, PromptView next) => (shown, next) switch
    {
        (PromptView.EnterPin a, PromptView.EnterPin b) => a with { Cards = b.Cards } == b && a.Cards.SequenceEqual(b.Cards),
        (PromptView.Confirm a, PromptView.Confirm b) => a with { Cards = b.Cards } == b && a.Cards.SequenceEqual(b.Cards),
        (PromptView.Stopped a, PromptView.Stopped b) => a with { Cards = b.Cards } == b && a.Cards.SequenceEqual(b.Cards),
        _ => shown == next,
    };

    private static void Drop(PromptEvent happened) => (happened as PromptEvent.PinEntered)?.Pin.Dispose();

    private bool IsCurrent(int number)
    {
        lock (_lock)
        {
            return number == _number;
        }
    }
}
