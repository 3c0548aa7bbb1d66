using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace EidBridge.Demo;

/// <summary>WebDriver BiDi's wire: numbered commands out, numbered answers in. Events are not listened to.</summary>
internal sealed class BidiConnection : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _waiting = [];
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

    /// <exception cref="StageException">The browser refused the command, or has gone.</exception>
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

        var frame = await answer.Task.WaitAsync(cancellationToken);
        return frame.TryGetProperty("result", out var result) ? result : throw new StageException($"{method}: {frame.GetRawText()}");
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task ReadAsync()
    {
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
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The browser has gone, or this has: whoever still waits is told below.
        }

        foreach (var number in _waiting.Keys)
        {
            if (_waiting.TryRemove(number, out var answer))
            {
                answer.SetException(new StageException("Firefox has closed its connection"));
            }
        }
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
