namespace EidBridge.Host.Prompts.Gtk;

/// <summary>The window in GTK 3, for X11 and Wayland.</summary>
/// <param name="time">Measures how long the window has been shown.</param>
internal sealed class GtkPrompt(TimeProvider time) : IPrompt
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromMilliseconds(500);
    private readonly PromptEvents _events = new();
    private PromptWindow? _window;
    private bool _closed;

    public GtkPrompt()
        : this(TimeProvider.System)
    {
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
                _window ??= new PromptWindow(time, _events.Report);
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
                _window?.Dispose();
                _window = null;
                closed.SetResult();
            });

            // A display that hangs must not keep the process from ending.
            await Task.WhenAny(closed.Task, Task.Delay(CloseLimit, time));
        }

        _events.Dispose();
    }
}
