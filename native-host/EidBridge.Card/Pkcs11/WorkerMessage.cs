using System.Buffers.Binary;

namespace EidBridge.Card.Pkcs11;

/// <summary>What host and worker say to each other: four bytes of length, little endian, then fields. The PIN is in none of them.</summary>
internal static class WorkerMessage
{
    private const int MaxLength = 64 * 1024;

    public static void Send(Stream stream, Action<BinaryWriter> write)
    {
        using var body = new MemoryStream();
        using (var writer = new BinaryWriter(body, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            write(writer);
        }

        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, (int)body.Length);
        stream.Write(length);
        stream.Write(body.GetBuffer(), 0, (int)body.Length);
        stream.Flush();
    }

    /// <returns>Null at the end of the stream.</returns>
    /// <exception cref="IOException">Not a message: the module wrote to our pipe, or died in the middle.</exception>
    public static BinaryReader? Receive(Stream stream)
    {
        var length = new byte[sizeof(int)];
        if (stream.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) < length.Length)
        {
            return null;
        }

        if (BinaryPrimitives.ReadInt32LittleEndian(length) is < 0 or > MaxLength)
        {
            throw new IOException("no message");
        }

        var body = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        stream.ReadExactly(body);
        return new BinaryReader(new MemoryStream(body), System.Text.Encoding.UTF8);
    }

    public static void WriteBytes(this BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    public static byte[] ReadBytes(this BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());
}

internal enum WorkerCommand : byte
{
    Find = 1,
    Sign = 2,
}

internal enum WorkerOutcome : byte
{
    Found = 1,
    NoToken = 2,
    Signed = 3,
    WrongPin = 4,
    PinBlocked = 5,
    Cancelled = 6,
    TokenGone = 7,
    Failed = 8,
}
