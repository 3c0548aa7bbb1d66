using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace EidBridge.Demo;

/// <summary>WebDriver BiDi's wire: numbered commands out, numbered answers in. Events are not listened to.</summary>
internal sealed class BidiConnection : IAsyncDisposable
{
    /// <summary>The longest that a page's own promise may take, too.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(90);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _waiting = [];
    private readonly TaskCompletionSource<StageException> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private int _number;

    private BidiConnection()
    {
    }

    public static async Task<BidiConnection> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        var connection = new BidiConnection();
        await connection._socket.ConnectAsync(address, cancellationToken);
        connection._reading = connection.ReadAsync();
        return connection;
    }

    /// <exception cref="StageException">The browser refused the command, did not answer in 90 s, answered nonsense to anybody, or has gone.</exception>
    public async Task<JsonElement> SendAsync(string method, object parameters, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _number);
        var answer = _waiting[number] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = JsonSerializer.SerializeToUtf8Bytes(new { id = number, method, @params = parameters });
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }

        var frame = await AnswerAsync(method, answer.Task, cancellationToken);
        return frame.TryGetProperty("result", out var result) ? result : throw new StageException($"{method}: {frame.GetRawText()}");
    }

    private async Task<JsonElement> AnswerAsync(string method, Task<JsonElement> answer, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerLimit);
        try
        {
            await Task.WhenAny(answer, _ended.Task).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StageException($"Firefox has not answered {method} within {AnswerLimit.TotalSeconds} s", e);
        }

        return answer.IsCompleted ? await answer : throw await _ended.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
    }

    /// <summary>Whatever ends the reading is told to everybody who still waits, and to whoever asks afterwards.</summary>
    private async Task ReadAsync()
    {
        Exception? reason = null;
        try
        {
            while (await ReceiveAsync() is { } frame)
            {
                if (frame.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number && _waiting.TryRemove(id.GetInt32(), out var answer))
                {
                    answer.SetResult(frame);
                }
            }
        }
#pragma warning disable CA1031 // It is thrown where it was waited for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            reason = e;
        }

        _ended.SetResult(new StageException($"Firefox's connection has ended{(reason is null ? string.Empty : $": {reason.Message}")}", reason));
    }

    private async Task<JsonElement?> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, CancellationToken.None);
            await message.WriteAsync(buffer.AsMemory(0, part.Count));
        }
        while (!part.EndOfMessage);

        return part.MessageType == WebSocketMessageType.Close ? null : JsonSerializer.Deserialize<JsonElement>(message.ToArray());
    }
}
