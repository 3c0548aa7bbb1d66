#pragma warning disable CA5394 // Repeatable on purpose: nothing here is a secret.
namespace EidBridge.Fuzz.Tests;

/// <summary>Spoils bytes the way programs, cables and attackers do. The same seed spoils in the same way.</summary>
internal sealed class Mutator(int seed)
{
    // Lengths and counts at the edge of their types, and the characters that JSON, DER and TLV are made of.
    private static readonly byte[][] Interesting =
    [
        [0x00], [0x7F], [0x80], [0xFF], [0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF], [0x30, 0x82, 0xFF, 0xFF], [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
        [0x90, 0x00], [0x61, 0xFF], [0x6C, 0xFF], [0xEF, 0xBB, 0xBF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x80, 0xAE],
        "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "\""u8.ToArray(), ","u8.ToArray(), ":"u8.ToArray(), "\\u0000"u8.ToArray(),
        "\\uD800"u8.ToArray(), "//"u8.ToArray(), "1e999"u8.ToArray(), "-0"u8.ToArray(), "null"u8.ToArray(), "\"origin\":"u8.ToArray(),
    ];

    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    /// <returns>A copy with one to four things wrong.</returns>
    public byte[] Spoil(ReadOnlySpan<byte> whole)
    {
        var bytes = whole.ToArray();
        for (var times = 1 + _random.Next(4); times > 0; times--)
        {
            bytes = SpoilOnce(bytes);
        }

        return bytes;
    }

    private byte[] SpoilOnce(byte[] bytes)
    {
        var at = bytes.Length == 0 ? 0 : _random.Next(bytes.Length);
        var many = Math.Min(bytes.Length - at, 1 + _random.Next(16));
        switch (_random.Next(7))
        {
            case 0 when bytes.Length > 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                return bytes;
            case 1 when bytes.Length > 0:
                bytes[at] = (byte)_random.Next(256);
                return bytes;
            case 2:
                return [.. bytes[..at], .. bytes[(at + many)..]];
            case 3:
                return [.. bytes[..at], .. bytes[at..(at + many)], .. bytes[at..]];
            case 4:
                return bytes[..at];
            case 5:
                return [.. bytes, .. bytes[at..]];
            default:
                return [.. bytes[..at], .. Interesting[_random.Next(Interesting.Length)], .. bytes[at..]];
        }
    }
}
