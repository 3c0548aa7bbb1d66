using System.Text;

namespace EidBridge.VirtualCard.Content;

/// <summary>Writes the tag-length-value form of the identity and address files.</summary>
internal sealed class TagFile
{
    private readonly List<byte> _bytes = [];

    public TagFile Add(byte tag, string value) => Add(tag, Encoding.UTF8.GetBytes(value));

    public TagFile Add(byte tag, ReadOnlySpan<byte> value)
    {
        _bytes.Add(tag);
        var rest = value.Length;
        for (; rest >= 0xFF; rest -= 0xFF)
        {
            _bytes.Add(0xFF);
        }

        _bytes.Add((byte)rest);
        _bytes.AddRange(value);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];
}
