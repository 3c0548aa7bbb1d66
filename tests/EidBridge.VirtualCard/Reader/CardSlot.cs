using System.Net.Sockets;

namespace EidBridge.VirtualCard.Reader;

/// <summary>One slot of the virtual reader: a card goes in and out of it, by command or by its own options.</summary>
internal sealed class CardSlot(int port, Action<string> tell) : IAsyncDisposable
{
    private static readonly TimeSpan NoticeLimit = TimeSpan.FromSeconds(20);

    private CancellationTokenSource? _stop;
    private Task _serving = Task.CompletedTask;
    private Task _telling = Task.CompletedTask;
    private bool _hadCard;

    public VirtualEidCard? Card { get; private set; }

    public bool IsIn => _stop is not null;

    /// <summary>Puts a card in; returns when the reader has it.</summary>
    public async Task PutAsync(VirtualEidCard card, CardOptions options)
    {
        await PullAsync();
        Card = card;
        card.Reset();
        var stop = new CancellationTokenSource();
        if (_hadCard)
        {
            await ShowEmptyAsync(stop.Token);
        }

        _hadCard = true;
        var connection = await ConnectAsync(stop.Token);
        _stop = stop;
        _serving = ServeAsync(connection, card, options, stop.Token);
        await connection.PoweredOn.WaitAsync(NoticeLimit, stop.Token);
    }

    public async Task PullAsync()
    {
        if (_stop is not { } stop)
        {
            return;
        }

        _stop = null;
        await stop.CancelAsync();
        await _serving;
        await _telling;
        stop.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await PullAsync();
        _stop?.Dispose();
    }

    // pcscd looks every 0.4 s: a card that is back before it looked was never away, as no hand could do it. So the reader
    // gets no answer to its question first, and finds the slot empty.
    private async Task ShowEmptyAsync(CancellationToken cancellationToken)
    {
        for (var seen = false; !seen;)
        {
            using var nobody = await ConnectAsync(cancellationToken);
            seen = await nobody.IsAskedForCardAsync(cancellationToken);
        }
    }

    private async Task<VpcdConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                return await VpcdConnection.OpenAsync(port, limit.Token);
            }
            catch (SocketException)
            {
                // The reader's driver listens a moment after pcscd has started.
                await Task.Delay(20, limit.Token);
            }
        }
    }

    private async Task ServeAsync(VpcdConnection connection, VirtualEidCard card, CardOptions options, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using (connection)
                {
                    await connection.ServeAsync(card, cancellationToken);
                }

                return;
            }
            catch (CardPulledException)
            {
                tell("""{"event":"pulled"}""");
                if (options.PutBackAfter is not { } pause)
                {
                    return;
                }

                await Task.Delay(pause, cancellationToken);
                card.Reset();
                await ShowEmptyAsync(cancellationToken);
                connection = await ConnectAsync(cancellationToken);
                _telling = TellBackAsync(connection, cancellationToken);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task TellBackAsync(VpcdConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.PoweredOn.WaitAsync(cancellationToken);
            tell("""{"event":"put-back"}""");
        }
        catch (OperationCanceledException)
        {
            // Pulled again before the reader looked.
        }
    }
}
