using EidBridge.Host.Prompts;

namespace EidBridge.Host.Tests.Commands;

/// <summary>A person who follows a script: at this screen, do that. Every screen shown is written down.</summary>
internal sealed class ScriptedPrompt : IPrompt
{
    private readonly PromptEvents _events = new();
    private readonly Queue<(string Screen, Action<ScriptedPrompt> Step)> _script = new();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _view;

    public List<PromptView> Views { get; } = [];

    public List<string> Screens { get; } = [];

    public List<string> LeftOver => [.. _script.Select(step => step.Screen)];

    public bool IsDisposed => _disposed.Task.IsCompleted;

    /// <summary>Ends when the window was closed.</summary>
    public Task Disposed => _disposed.Task;

    public void At(string screen, Action<ScriptedPrompt> step) => _script.Enqueue((screen, step));

    public void Enter(string pin, int card) =>
        _events.Report(_view, new PromptEvent.PinEntered(card, new Card.Pin(System.Text.Encoding.ASCII.GetBytes(pin))));

    public void Agree(int card) => _events.Report(_view, new PromptEvent.Confirmed(card));

    public void Cancel() => _events.Report(_view, new PromptEvent.Cancelled());

    public void Break() => _events.Fail(new InvalidOperationException("scripted"));

    public void Show(PromptView view)
    {
        if (_events.BeginView(view) is not { } number)
        {
            return;
        }

        var screen = NameOf(view);
        Views.Add(view);
        Screens.Add(screen);
        _view = number;
        if (_script.TryPeek(out var next) && next.Screen == screen)
        {
            _script.Dequeue().Step(this);
        }
    }

    public ValueTask<PromptEvent> NextEventAsync(CancellationToken cancellationToken) => _events.NextAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        _disposed.TrySetResult();
        _events.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A screen as a case file names it: <c>enter-pin 2 left</c>, <c>waiting-for-card card-removed</c>, <c>stopped pin-blocked</c>.</summary>
    private static string NameOf(PromptView view) => view switch
    {
        PromptView.EnterPin e when e.Cards[e.Chosen].TriesAreFromBefore => $"enter-pin {e.TriesLeft} left from before",
        _ => NameOfOther(view),
    };

    private static string NameOfOther(PromptView view) => view switch
    {
        PromptView.Waiting w => string.Join(' ', new[] { w.State, w.IsLong ? "long" : null, w.Code }.OfType<string>()),
        PromptView.EnterPin e => string.Join(' ', new[] { "enter-pin", e.TriesLeft is { } t ? $"{t} left" : null, e.Code }.OfType<string>()),
        PromptView.Confirm c => string.Join(' ', new[] { "confirm", c.Code }.OfType<string>()),
        PromptView.Stopped s => $"stopped {s.Code}",
        _ => throw new InvalidOperationException(view.GetType().Name),
    };
}
