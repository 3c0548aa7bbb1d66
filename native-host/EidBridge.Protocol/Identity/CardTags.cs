using System.Text;

namespace EidBridge.Protocol.Identity;

/// <summary>
/// The tag-length-value form of the identity and address files (card content, version 5.4): tag in one byte; length in one byte, or a
/// run of FFh that counts 255 each and one byte more. Zeros at the end are padding.
/// </summary>
public sealed class CardTags
{
    private const int MaxLength = 4096;
    private const byte Continues = 0xFF;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly Dictionary<byte, byte[]> _values = [];

    private CardTags()
    {
    }

    /// <returns>Null when the bytes do not have this form, or a tag stands twice.</returns>
    public static CardTags? Parse(ReadOnlySpan<byte> file)
    {
        var tags = new CardTags();
        if (file.Length > MaxLength)
        {
            return null;
        }

        for (var rest = file; rest.ContainsAnyExcept((byte)0);)
        {
            if (!TryTake(ref rest, out var tag, out var value) || !tags._values.TryAdd(tag, value.ToArray()))
            {
                return null;
            }
        }

        return tags;
    }

    /// <returns>Null when the file has no such tag, or nothing in it.</returns>
    public byte[]? Bytes(byte tag) => _values.TryGetValue(tag, out var value) && value.Length > 0 ? value : null;

    /// <returns>Null when the file has no such tag, nothing in it, or bytes that are not UTF-8.</returns>
    public string? Text(byte tag)
    {
        try
        {
            return Bytes(tag) is { } bytes && StrictUtf8.GetString(bytes).Trim(' ', '\0') is { Length: > 0 } text ? text : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, out byte tag, out ReadOnlySpan<byte> value)
    {
        tag = rest[0];
        value = default;
        var length = 0;
        var at = 1;
        while (at < rest.Length && rest[at] == Continues)
        {
            length += Continues;
            at++;
        }

        if (at >= rest.Length)
        {
            return false;
        }

        length += rest[at++];
        if (length > rest.Length - at)
        {
            return false;
        }

        value = rest.Slice(at, length);
        rest = rest[(at + length)..];
        return true;
    }
}
