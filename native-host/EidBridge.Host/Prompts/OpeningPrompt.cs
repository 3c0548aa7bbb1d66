namespace EidBridge.Host.Prompts;

/// <summary>
/// A window on its way: to find the display and start GTK takes as long as several commands to a card, so readers and card are looked at
/// meanwhile. What was shown last until then is shown when the window has come; that none can come is told to whoever waits for the person.
/// </summary>
internal sealed class OpeningPrompt : IPrompt
{
    private readonly Lock _lock = new();
    private readonly Task<IPrompt> _opening;
    private IPrompt? _open;
    private PromptView? _latest;
    private bool _isDisposed;

    /// <param name="open">Blocks until there is a window, or throws.</param>
    public OpeningPrompt(Func<IPrompt> open) =>
        _opening = Task.Factory.StartNew(() => Begin(open()), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Show(PromptView view)
    {
        lock (_lock)
        {
            _latest = view;
            _open?.Show(view);
        }
    }

    /// <exception cref="Protocol.EidBridgeException">As <see cref="PromptFactory.Create"/>, and of the window itself.</exception>
    public async ValueTask<PromptEvent> NextEventAsync(CancellationToken cancellationToken) =>
        await (await _opening.WaitAsync(cancellationToken)).NextEventAsync(cancellationToken);

    /// <summary>A window that has not come yet is not waited for: it is closed when it comes.</summary>
    public async ValueTask DisposeAsync()
    {
        IPrompt? open;
        lock (_lock)
        {
            _isDisposed = true;
            open = _open;
        }

        if (open is not null)
        {
            await open.DisposeAsync();
        }
        else
        {
            _ = CloseLateAsync();
        }
    }

    private IPrompt Begin(IPrompt opened)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _open = opened;
                if (_latest is { } view)
                {
                    opened.Show(view);
                }
            }
        }

        return opened;
    }

    private async Task CloseLateAsync()
    {
        await ((Task)_opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_opening.IsCompletedSuccessfully)
        {
            await (await _opening).DisposeAsync();
        }
    }
}
