using System.ComponentModel;
using EidBridge.Protocol;

namespace EidBridge.Host.Prompts.Pinentry;

/// <summary>
/// The window drawn by a pinentry program, for machines without GTK 3 or where the configuration says so. A pinentry shows one dialog
/// at a time and cannot be told to close it, so each view is a process of its own that is ended with its view.
/// </summary>
/// <param name="program">Absolute path.</param>
internal sealed class PinentryPrompt(string program) : IPrompt
{
    private readonly PromptEvents _events = new();
    private readonly Lock _lock = new();
    private CancellationTokenSource? _shown;
    private Task _running = Task.CompletedTask;
    private bool _isClosed;

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.PromptUnavailable"/>: the program cannot be started.</exception>
    public void Show(PromptView view)
    {
        var words = new PromptWords(view);
        lock (_lock)
        {
            if (_isClosed || _events.BeginView(view) is not { } number)
            {
                return;
            }

            _shown?.Cancel();
            _shown?.Dispose();
            _shown = new CancellationTokenSource();

            // Reading and signing take a moment and need nobody: a dialog would only flash.
            if (view is not PromptView.Waiting { State: "reading-card" or "signing", IsLong: false })
            {
                _running = RunAsync(Start(), view, words, number, _shown.Token);
            }
        }
    }

    public ValueTask<PromptEvent> NextEventAsync(CancellationToken cancellationToken) => _events.NextAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        End();
        await _running;
        _events.Dispose();
    }

    private void End()
    {
        lock (_lock)
        {
            _isClosed = true;
            _shown?.Cancel();
            _shown?.Dispose();
            _shown = null;
        }
    }

    private PinentryDialog Start()
    {
        try
        {
            return PinentryDialog.Start(program);
        }
        catch (Win32Exception e)
        {
            throw new EidBridgeException(ErrorCode.PromptUnavailable, Path.GetFileName(program), e);
        }
    }

    private async Task RunAsync(
        PinentryDialog dialog, PromptView view, PromptWords words, int number, CancellationToken cancellationToken)
    {
        using (dialog)
        {
            try
            {
                await dialog.OpenAsync(words.WindowTitle, mayGrab: view is PromptView.EnterPin, cancellationToken);
                var happened = view switch
                {
                    PromptView.EnterPin pin => await new PinentryPinView(dialog, pin, words).AskAsync(cancellationToken),
                    PromptView.Confirm confirm => await new PinentryConfirmView(dialog, confirm, words).AskAsync(cancellationToken),
                    _ => await TellAsync(dialog, view, words, cancellationToken),
                };
                _events.Report(number, happened);
            }
            catch (OperationCanceledException)
            {
                // Another view has taken its place.
            }
#pragma warning disable CA1031 // A pinentry that crashes or talks nonsense: whoever waits for the person is told, whatever it was.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _events.Fail(e);
            }
        }
    }

    private static async Task<PromptEvent> TellAsync(
        PinentryDialog dialog, PromptView view, PromptWords words, CancellationToken cancellationToken)
    {
        var button = words.Texts[view is PromptView.Stopped ? "close" : "cancel"];
        await dialog.SetAsync("SETDESC", $"{words.Heading}\n\n{words.Title}\n{words.Text}", cancellationToken);
        await dialog.SetAsync("SETOK", button, cancellationToken);
        await dialog.TellAsync(cancellationToken);
        return new PromptEvent.Cancelled();
    }
}
