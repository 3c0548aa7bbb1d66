using System.Buffers.Binary;
using EidBridge.Protocol;

namespace EidBridge.Host.Messaging;

/// <summary>Reads frames: a length of four bytes, little endian, then that many bytes.</summary>
internal sealed class FrameReader(Stream input, TimeProvider time, uint maxLength, TimeSpan firstByteLimit)
{
    /// <summary>What a browser may send.</summary>
    public const uint MaxRequestLength = 64 * 1024;

    /// <summary>How long a browser may stay silent.</summary>
    public static readonly TimeSpan FirstByteLimit = TimeSpan.FromSeconds(30);

    /// <summary>How long a frame may take from its first byte on.</summary>
    public static readonly TimeSpan CompletionLimit = TimeSpan.FromSeconds(10);

    public FrameReader(Stream input, TimeProvider time)
        : this(input, time, MaxRequestLength, FirstByteLimit)
    {
    }

    /// <returns>The body, or null when the input ended, or stayed silent, before a frame began.</returns>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.EmptyMessage"/>; <see cref="ErrorCode.MessageTooLarge"/>, after which the stream is lost.</exception>
    /// <exception cref="BrokenStreamException">The input ended or stalled inside a frame.</exception>
    public async Task<byte[]?> ReadAsync()
    {
        var header = new byte[sizeof(uint)];
        var begun = await ReadFirstAsync(header);
        if (begun == 0)
        {
            return null;
        }

        using var limit = new CancellationTokenSource(CompletionLimit, time);
        await FillAsync(header.AsMemory(begun), limit.Token);

        // Compared as uint, before anything is allocated: 0xFFFFFFFF is not -1.
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (length == 0)
        {
            throw new EidBridgeException(ErrorCode.EmptyMessage);
        }

        if (length > maxLength)
        {
            throw new EidBridgeException(ErrorCode.MessageTooLarge);
        }

        var body = new byte[length];
        await FillAsync(body, limit.Token);
        return body;
    }

    /// <summary>Reads and drops until the input ends: a request is one frame, giving up is the end of input.</summary>
    public async Task DrainAsync()
    {
        var dropped = new byte[4096];
        try
        {
            while (await input.ReadAsync(dropped) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A pipe that breaks has ended too.
        }
    }

    private async Task<int> ReadFirstAsync(Memory<byte> target)
    {
        try
        {
            return await input.ReadAsync(target).AsTask().WaitAsync(firstByteLimit, time);
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            return 0;
        }
    }

    private async Task FillAsync(Memory<byte> target, CancellationToken limit)
    {
        try
        {
            // A console stream does not look at the token while it reads: the wait is given up, not the read.
            await input.ReadExactlyAsync(target, CancellationToken.None).AsTask().WaitAsync(limit);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            throw new BrokenStreamException("The input ended or stalled inside a frame", e);
        }
    }
}
