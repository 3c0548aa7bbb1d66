using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace EidBridge.Verification;

/// <summary>RFC 4648 section 3.5: the one canonical form, standard alphabet, padded.</summary>
internal static class CanonicalBase64
{
    /// <param name="reader">At a string of JSON that was walked before.</param>
    /// <returns>Null for text of another form.</returns>
    public static byte[]? Read(ref Utf8JsonReader reader)
    {
        var space = reader.ValueSpan.Length;
        var rented = ArrayPool<byte>.Shared.Rent(3 * space);
        try
        {
            var text = rented.AsSpan(0, reader.CopyString(rented.AsSpan(0, space)));
            var bytes = rented.AsSpan(space, space);
            var again = rented.AsSpan(2 * space, space);
            return Base64.DecodeFromUtf8(text, bytes, out _, out var length) == OperationStatus.Done
                && Base64.EncodeToUtf8(bytes[..length], again, out _, out var written) == OperationStatus.Done
                && again[..written].SequenceEqual(text)
                    ? bytes[..length].ToArray()
                    : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
