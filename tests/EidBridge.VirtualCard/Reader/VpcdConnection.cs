using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace EidBridge.VirtualCard.Reader;

/// <summary>A card in a virtual reader: a connection to vpcd. Opening it puts the card in, closing it takes it out.</summary>
internal sealed class VpcdConnection : IDisposable
{
    private const byte PowerOff = 0;
    private const byte PowerOn = 1;
    private const byte WarmReset = 2;
    private const byte GetAtr = 4;
    private const int TcpQuickAck = 12;
    private static readonly TimeSpan TimerStep = TimeSpan.FromMilliseconds(10);

    private readonly Socket _socket;
    private readonly TaskCompletionSource _noticed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private VpcdConnection(Socket socket) => _socket = socket;

    /// <summary>A program has used the card: pcscd powers it only then.</summary>
    public bool IsPowered { get; private set; }

    /// <summary>Ends when the reader has noticed the card and asked for its answer to reset.</summary>
    public Task Noticed => _noticed.Task;

    public static async Task<VpcdConnection> OpenAsync(int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
        return new VpcdConnection(socket);
    }

    /// <summary>Answers the reader until the connection ends.</summary>
    /// <exception cref="CardPulledException">The card is to be pulled now.</exception>
    public async Task ServeAsync(VirtualEidCard card, CancellationToken cancellationToken)
    {
        while (await ReadMessageAsync(cancellationToken) is { } message)
        {
            if (message.Length == 1)
            {
                await AnswerControlAsync(card, message[0], cancellationToken);
                continue;
            }

            var asked = Stopwatch.GetTimestamp();
            var before = card.Count.CardTime;
            var answer = card.Transmit(message);
            await WaitUntilAsync(asked, card.Count.CardTime - before, cancellationToken);
            await SendAsync(answer, cancellationToken);
        }
    }

    /// <returns>True when the reader asked whether a card is there; false when it hung up before.</returns>
    public async Task<bool> IsAskedForCardAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ReadMessageAsync(cancellationToken) is { } message)
            {
                if (message is [GetAtr])
                {
                    return true;
                }
            }
        }
        catch (SocketException)
        {
            // Hung up as well.
        }

        return false;
    }

    public void Dispose() => _socket.Dispose();

    // Timers here come in steps of up to 4 ms, and what a card takes is told to the microsecond: the end of a wait is this thread's own.
    private static async Task WaitUntilAsync(long asked, TimeSpan cost, CancellationToken cancellationToken)
    {
        if (cost > TimerStep)
        {
            await Task.Delay(cost - TimerStep, cancellationToken);
        }

        while (cost - Stopwatch.GetElapsedTime(asked) is var rest && rest > TimeSpan.Zero)
        {
            if (cancellationToken.WaitHandle.WaitOne((int)rest.TotalMilliseconds))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task AnswerControlAsync(VirtualEidCard card, byte control, CancellationToken cancellationToken)
    {
        switch (control)
        {
            case PowerOff or PowerOn or WarmReset:
                card.Reset();
                IsPowered |= control != PowerOff;
                break;
            case GetAtr:
                await SendAsync(card.Atr, cancellationToken);
                _noticed.TrySetResult();
                break;
            default:
                break;
        }
    }

    private async Task<byte[]?> ReadMessageAsync(CancellationToken cancellationToken)
    {
        var header = new byte[2];
        if (!await FillAsync(header, cancellationToken))
        {
            return null;
        }

        var body = new byte[BinaryPrimitives.ReadUInt16BigEndian(header)];
        return await FillAsync(body, cancellationToken) ? body : null;
    }

    private async Task<bool> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            // vpcd sends length and body in two writes: without a quick acknowledgement each command costs 40 ms.
            _socket.SetRawSocketOption((int)ProtocolType.Tcp, TcpQuickAck, [1, 0, 0, 0]);
            var read = await _socket.ReceiveAsync(buffer, cancellationToken);
            if (read == 0)
            {
                return false;
            }

            buffer = buffer[read..];
        }

        return true;
    }

    private async Task SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var frame = new byte[2 + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)payload.Length);
        payload.CopyTo(frame.AsMemory(2));
        for (var rest = frame.AsMemory(); !rest.IsEmpty;)
        {
            rest = rest[await _socket.SendAsync(rest, cancellationToken)..];
        }
    }
}
