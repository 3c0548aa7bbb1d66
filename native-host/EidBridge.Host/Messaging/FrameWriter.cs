using System.Buffers.Binary;

namespace EidBridge.Host.Messaging;

/// <summary>Writes frames: length and body in one write.</summary>
internal sealed class FrameWriter(Stream output, TimeProvider time)
{
    /// <summary>Our own limit; a browser closes the port above 1 MiB.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>How long a browser may refuse to read.</summary>
    public static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10);

    /// <exception cref="InvalidOperationException">The body is too large: a bug.</exception>
    /// <exception cref="BrokenStreamException">Nobody reads.</exception>
    public async Task WriteAsync(byte[] body)
    {
        if (body.Length is 0 or > MaxLength)
        {
            throw new InvalidOperationException($"A frame of {body.Length} bytes");
        }

        var frame = new byte[sizeof(uint) + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)body.Length);
        body.CopyTo(frame, sizeof(uint));
        try
        {
            await output.WriteAsync(frame).AsTask().WaitAsync(WriteLimit, time);
            await output.FlushAsync().WaitAsync(WriteLimit, time);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            throw new BrokenStreamException("The output cannot be written", e);
        }
    }
}
