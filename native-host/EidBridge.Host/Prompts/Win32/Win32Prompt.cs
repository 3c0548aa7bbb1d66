namespace EidBridge.Host.Prompts.Win32;

/// <summary>The window on Windows. One at a time: it has one thread in a process.</summary>
internal sealed class Win32Prompt : IPrompt
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromMilliseconds(500);
    private readonly PromptEvents _events = new();
    private readonly TimeProvider _time;
    private readonly nint _near;
    private PromptWindow? _window;
    private bool _closed;

    /// <param name="time">Measures how long the window has been shown.</param>
    /// <param name="near">A window of the browser, or 0: ours comes up on the same screen.</param>
    public Win32Prompt(TimeProvider time, nint near = 0)
    {
        (_time, _near) = (time, near);
        WindowLoop.Failed = _events.Fail;
    }

    /// <summary>Whether this is Windows, and a session with a screen.</summary>
    public static bool IsAvailable => OperatingSystem.IsWindows() && WindowLoop.IsRunning;

    /// <exception cref="InvalidOperationException">There is no screen: see <see cref="IsAvailable"/>.</exception>
    public void Show(PromptView view)
    {
        if (!IsAvailable)
        {
            throw new InvalidOperationException("no screen");
        }

        // Words are made here, so that a missing text is the caller's exception and not one of the window's thread.
        var words = new PromptWords(view);
        if (_events.BeginView(view) is not { } number)
        {
            return;
        }

        WindowLoop.Post(() =>
        {
            if (!_closed)
            {
                _window ??= new PromptWindow(_time, _near, _events.Report);
                _window.Show(view, words, number);
            }
        });
    }

    public ValueTask<PromptEvent> NextEventAsync(CancellationToken cancellationToken) => _events.NextAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (IsAvailable)
        {
            var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            WindowLoop.Post(() =>
            {
                _closed = true;
                _window?.Dispose();
                _window = null;
                closed.SetResult();
            });

            // A window that hangs must not keep the process from ending.
            await Task.WhenAny(closed.Task, Task.Delay(CloseLimit, _time));
        }

        _events.Dispose();
    }
}
