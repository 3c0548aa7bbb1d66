using EidBridge.Protocol;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Messaging;

/// <summary>The pipes to the browser, in words: one request in, replies out, and the end of input.</summary>
internal sealed class NativeChannel(Stream input, Stream output, TimeProvider time) : IDisposable
{
    private readonly FrameReader _reader = new(input, time);
    private readonly FrameWriter _writer = new(output, time);
    private readonly CancellationTokenSource _ended = new();

    /// <summary>The browser gave up: it closed the port, the tab or itself. Known once the request was received.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <returns>The body of the one request, or null when there will be none.</returns>
    /// <exception cref="EidBridgeException">As <see cref="FrameReader.ReadAsync"/>.</exception>
    /// <exception cref="BrokenStreamException">As <see cref="FrameReader.ReadAsync"/>.</exception>
    public async Task<byte[]?> ReceiveAsync()
    {
        var body = await _reader.ReadAsync();
        if (body is not null)
        {
            _ = WatchAsync();
        }

        return body;
    }

    /// <exception cref="BrokenStreamException">The browser does not read.</exception>
    public Task SendAsync(HostReply reply) => _writer.WriteAsync(ReplyWriter.Write(reply));

    public void Dispose() => _ended.Dispose();

    private async Task WatchAsync()
    {
        await _reader.DrainAsync();
        try
        {
            await _ended.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The answer was sent and the conversation is over: what the browser closes now is of no interest.
        }
    }
}
