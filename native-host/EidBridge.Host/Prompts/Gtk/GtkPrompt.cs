namespace EidBridge.Host.Prompts.Gtk;

/// <summary>The window in GTK 3, for X11 and Wayland. One at a time: GTK has one thread in a process.</summary>
internal sealed class GtkPrompt : IPrompt
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromMilliseconds(500);
    private readonly PromptEvents _events = new();
    private readonly TimeProvider _time;
    private PromptWindow? _window;
    private bool _closed;

    public GtkPrompt()
        : this(TimeProvider.System)
    {
    }

    /// <param name="time">Measures how long the window has been shown.</param>
    public GtkPrompt(TimeProvider time)
    {
        _time = time;
        GtkLoop.Failed = _events.Fail;
    }

    /// <summary>Whether GTK 3 is installed and a display answers.</summary>
    public static bool IsAvailable => OperatingSystem.IsLinux() && GtkLoop.IsRunning;

    /// <exception cref="InvalidOperationException">There is no display: see <see cref="IsAvailable"/>.</exception>
    public void Show(PromptView view)
    {
        if (!IsAvailable)
        {
            throw new InvalidOperationException("no display");
        }

        // Words are made here, so that a missing text is the caller's exception and not a crash of GTK's thread.
        var words = new PromptWords(view);
        if (_events.BeginView(view) is not { } number)
        {
            return;
        }

        GtkLoop.Post(() =>
        {
            if (!_closed)
            {
                _window ??= new PromptWindow(_time, _events.Report);
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
            GtkLoop.Post(() =>
            {
                _closed = true;
                closed.SetResult();
                _window?.Dispose();
                _window = null;
            });

            // A display that hangs must not keep the process from ending.
            await Task.WhenAny(closed.Task, Task.Delay(CloseLimit, _time));
        }

        _events.Dispose();
    }
}
