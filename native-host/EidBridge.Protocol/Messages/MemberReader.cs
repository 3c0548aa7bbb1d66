using Newtonsoft.Json;

namespace EidBridge.Protocol.Messages;

/// <summary>Walks the members of an object that <see cref="StrictJson"/> has let pass.</summary>
internal sealed class MemberReader : IDisposable
{
    private readonly JsonTextReader _reader;
    private string _name = string.Empty;

    public MemberReader(string text)
    {
        _reader = new JsonTextReader(new StringReader(text))
        {
            // A challenge that looks like a date must stay the text it is.
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Decimal,
            MaxDepth = JsonLimits.Request.MaxDepth,
            CloseInput = true,
        };
        EnterObject();
    }

    /// <returns>The next member's name, or null at the end of the object.</returns>
    public string? Next()
    {
        _reader.Read();
        if (_reader.TokenType != JsonToken.PropertyName)
        {
            return null;
        }

        _name = (string)_reader.Value!;
        return _name;
    }

    public void EnterObject() => Expect(JsonToken.StartObject, "an object");

    public string ReadString()
    {
        Expect(JsonToken.String, "a string");
        return (string)_reader.Value!;
    }

    /// <param name="min">In characters, as <paramref name="max"/>.</param>
    public string ReadString(int min, int max)
    {
        var text = ReadString();
        return text.Length >= min && text.Length <= max ? text : throw Wrong(FormattableString.Invariant($"{min} to {max} characters"));
    }

    /// <summary>Base64 of RFC 4648 section 4, with padding and as an encoder writes it; at least one byte.</summary>
    /// <param name="max">In bytes.</param>
    public byte[] ReadBase64(int max)
    {
        var text = ReadString();
        var bytes = new byte[max];
        return Convert.TryFromBase64String(text, bytes, out var length) && length > 0
            && string.Equals(Convert.ToBase64String(bytes, 0, length), text, StringComparison.Ordinal)
            ? bytes[..length]
            : throw Wrong(FormattableString.Invariant($"base64 of at most {max} bytes"));
    }

    /// <summary>An array that holds strings only.</summary>
    public IReadOnlyList<string> ReadStrings()
    {
        Expect(JsonToken.StartArray, "an array");
        var strings = new List<string>();
        while (_reader.Read() && _reader.TokenType != JsonToken.EndArray)
        {
            strings.Add(_reader.TokenType == JsonToken.String ? (string)_reader.Value! : throw Wrong("an array of strings"));
        }

        return strings;
    }

    public bool ReadBoolean()
    {
        Expect(JsonToken.Boolean, "true or false");
        return (bool)_reader.Value!;
    }

    public long ReadPositive()
    {
        Expect(JsonToken.Integer, "a whole number");
        return _reader.Value is long and > 0 and var number ? number : throw Wrong("more than 0");
    }

    public void SkipObject()
    {
        EnterObject();
        _reader.Skip();
    }

    public void Skip()
    {
        _reader.Read();
        _reader.Skip();
    }

    public EidBridgeException Unknown() => new(ErrorCode.InvalidRequest, $"unknown member {_name}");

    public EidBridgeException Wrong(string wanted) => new(ErrorCode.InvalidRequest, $"{_name}: {wanted}");

    public static EidBridgeException Missing(string name) => new(ErrorCode.InvalidRequest, $"missing member {name}");

    public void Dispose() => _reader.Close();

    private void Expect(JsonToken token, string wanted)
    {
        _reader.Read();
        if (_reader.TokenType != token)
        {
            throw Wrong(wanted);
        }
    }
}
