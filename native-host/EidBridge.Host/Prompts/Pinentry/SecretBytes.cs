using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using EidBridge.Card;

namespace EidBridge.Host.Prompts.Pinentry;

/// <summary>A few bytes in locked memory that are overwritten at the end.</summary>
internal sealed class SecretBytes : IDisposable
{
    /// <summary>More than a PIN has: the surplus is what tells that it is too long.</summary>
    private const int Capacity = 64;

    private readonly byte[] _bytes = SecretMemory.Allocate(Capacity);
    private int _length;

    public ReadOnlySpan<byte> Value => _bytes.AsSpan(0, _length);

    /// <summary>Appends Assuan's data: <c>%41</c> stands for <c>A</c>. What does not fit is dropped.</summary>
    public void AppendDecoded(ReadOnlySpan<byte> data)
    {
        for (var i = 0; i < data.Length && _length < Capacity; i++)
        {
            var value = data[i];
            if (value == '%' && i + 2 < data.Length && Utf8Parser.TryParse(data.Slice(i + 1, 2), out byte decoded, out var used, 'x') && used == 2)
            {
                value = decoded;
                i += 2;
            }

            _bytes[_length++] = value;
        }
    }

    public void Clear()
    {
        CryptographicOperations.ZeroMemory(_bytes);
        _length = 0;
    }

    public void Dispose() => Clear();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({_length} bytes)");
}
