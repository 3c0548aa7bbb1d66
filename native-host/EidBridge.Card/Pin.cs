using System.Security.Cryptography;

namespace EidBridge.Card;

/// <summary>A PIN of 4 to 12 digits, in locked memory that is overwritten at the end.</summary>
public sealed class Pin : IDisposable
{
    public const int MinLength = 4;
    public const int MaxLength = 12;

    private const int BlockLength = 8;
    private readonly byte[] _block = SecretMemory.Allocate(BlockLength);
    private bool _disposed;

    /// <param name="digits">ASCII digits as typed; stays the caller's to overwrite.</param>
    /// <exception cref="ArgumentException">Not 4 to 12 ASCII digits.</exception>
    public Pin(ReadOnlySpan<byte> digits)
    {
        if (!IsValid(digits))
        {
            throw new ArgumentException("A PIN is 4 to 12 digits", nameof(digits));
        }

        // 2L, digits packed high nibble first, the rest F (card manual, VERIFY).
        _block.AsSpan().Fill(0xFF);
        _block[0] = (byte)(0x20 | digits.Length);
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[i] - '0';
            ref var target = ref _block[1 + (i / 2)];
            target = (byte)(i % 2 == 0 ? (digit << 4) | 0x0F : (target & 0xF0) | digit);
        }
    }

    public static bool IsValid(ReadOnlySpan<byte> digits) =>
        digits.Length is >= MinLength and <= MaxLength && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>The 8-byte block of VERIFY; valid until disposed.</summary>
    internal ReadOnlySpan<byte> Block
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _block;
        }
    }

    /// <summary>In digits.</summary>
    internal int Length => Block[0] & 0x0F;

    /// <summary>The digits in ASCII, for drivers that are not given a block; the caller overwrites them.</summary>
    /// <returns>How many.</returns>
    internal int CopyDigits(Span<byte> digits)
    {
        for (var i = 0; i < Length; i++)
        {
            digits[i] = (byte)('0' + (i % 2 == 0 ? Block[1 + (i / 2)] >> 4 : Block[1 + (i / 2)] & 0x0F));
        }

        return Length;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_block);
        _disposed = true;
    }

    public override string ToString() => "(PIN)";
}
