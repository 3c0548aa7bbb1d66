using System.Diagnostics;
using System.Net.Sockets;

namespace EidBridge.VirtualCard.Reader;

/// <summary>One slot of the virtual reader: a card goes in and out of it, by command or by its own options.</summary>
internal sealed class CardSlot(int port, Action<string> tell) : IAsyncDisposable
{
    private static readonly TimeSpan NoticeLimit = TimeSpan.FromSeconds(20);

    /// <summary>Programs that lose their card have it reset within this time; pcscd looks every 400 ms.</summary>
    private static readonly TimeSpan ResetsOver = TimeSpan.FromMilliseconds(100);

    private CancellationTokenSource _stop = new();
    private Task _serving = Task.CompletedTask;
    private Task _telling = Task.CompletedTask;
    private Task _emptying = Task.CompletedTask;
    private bool _wasPowered;

    public VirtualEidCard? Card { get; private set; }

    public bool IsIn { get; private set; }

    /// <summary>Puts a card in; returns when the reader has it.</summary>
    public async Task PutAsync(VirtualEidCard card, CardOptions options)
    {
        await PullAsync();
        await _emptying;
        Card = card;
        card.Reset();
        var connection = await ConnectAsync(_stop.Token);
        IsIn = true;
        _serving = ServeAsync(connection, card, options, _stop.Token);
        await connection.Noticed.WaitAsync(NoticeLimit, _stop.Token);
    }

    /// <summary>Takes the card out. The reader is shown the empty slot from now on.</summary>
    public async Task PullAsync()
    {
        if (!IsIn)
        {
            return;
        }

        await EndAsync();
        IsIn = false;
        _stop = new CancellationTokenSource();
        _emptying = ShowEmptyAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await _emptying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        await _telling;
        _stop.Dispose();
    }

    // pcscd looks every 0.4 s: a card that is back before it looked was never away, as no hand could do it. So the reader gets no answer to its question
    // first, and finds the slot empty. A reset that a program leaves behind asks the same question; a card that does not answer it is mute, not away, and
    // so is the next one. After a program's time only a second question, when resets are over, is the reader's own.
    private async Task ShowEmptyAsync(CancellationToken cancellationToken)
    {
        for (long? first = _wasPowered ? null : 0; ;)
        {
            using var nobody = await ConnectAsync(cancellationToken);
            if (await nobody.IsAskedForCardAsync(cancellationToken))
            {
                if (first is { } then && Stopwatch.GetElapsedTime(then) > ResetsOver)
                {
                    return;
                }

                first ??= Stopwatch.GetTimestamp();
            }
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

    private async Task ServeAsync(VpcdConnection first, VirtualEidCard card, CardOptions options, CancellationToken cancellationToken)
    {
        try
        {
            for (var connection = first; await IsPulledAsync(connection, card, cancellationToken);)
            {
                tell("""{"event":"pulled"}""");
                if (options.PutBackAfter is not { } pause)
                {
                    return;
                }

                await Task.WhenAll(Task.Delay(pause, cancellationToken), ShowEmptyAsync(cancellationToken));
                card.Reset();
                connection = await ConnectAsync(cancellationToken);
                _telling = TellBackAsync(connection, cancellationToken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Taken out, or the reader has gone.
        }
    }

    /// <returns>True when the card pulled itself out; false when the reader hung up.</returns>
    private async Task<bool> IsPulledAsync(VpcdConnection connection, VirtualEidCard card, CancellationToken cancellationToken)
    {
        using (connection)
        {
            try
            {
                await connection.ServeAsync(card, cancellationToken);
                return false;
            }
            catch (CardPulledException)
            {
                return true;
            }
            finally
            {
                _wasPowered = connection.IsPowered;
            }
        }
    }

    private async Task TellBackAsync(VpcdConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.Noticed.WaitAsync(cancellationToken);
            tell("""{"event":"put-back"}""");
        }
        catch (OperationCanceledException)
        {
            // Pulled again before the reader looked.
        }
    }
}
