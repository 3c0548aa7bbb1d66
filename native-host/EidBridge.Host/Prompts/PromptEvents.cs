using System.Threading.Channels;

namespace EidBridge.Host.Prompts;

/// <summary>
/// What the person did, in order, on its way to the handler. A PIN typed into a view that was replaced meanwhile is dropped and
/// overwritten; a Cancel is meant for the whole request and is kept.
/// </summary>
internal sealed class PromptEvents : IDisposable
{
    private readonly Channel<(int View, PromptEvent Event)> _events = Channel.CreateUnbounded<(int View, PromptEvent Event)>();
    private int _view;

    /// <returns>The number of the view that is shown from now on.</returns>
    public int BeginView() => Interlocked.Increment(ref _view);

    public void Report(int view, PromptEvent happened)
    {
        if (!_events.Writer.TryWrite((view, happened)))
        {
            Drop(happened);
        }
    }

    public async ValueTask<PromptEvent> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (view, happened) = await _events.Reader.ReadAsync(cancellationToken);
            if (happened is not PromptEvent.PinEntered || view == Volatile.Read(ref _view))
            {
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

    private static void Drop(PromptEvent happened) => (happened as PromptEvent.PinEntered)?.Pin.Dispose();
}
