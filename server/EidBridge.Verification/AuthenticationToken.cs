using System.Formats.Asn1;
using System.Text.Json;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>A <c>web-eid:1.0</c> token, read to the letter. Nothing in it is believed yet.</summary>
internal sealed class AuthenticationToken
{
    public const string Format = "web-eid:1.0";

    private const int MinSize = 100;
    private const int MaxSize = 10_000;
    private static readonly string[] Members = ["unverifiedCertificate", "algorithm", "signature", "format", "appVersion", "action"];

    private AuthenticationToken(byte[] certificate, string algorithm, byte[] signature)
    {
        Certificate = certificate;
        Algorithm = algorithm;
        Signature = signature;
    }

    /// <summary>DER, exactly one value.</summary>
    public byte[] Certificate { get; }

    public string Algorithm { get; }

    public byte[] Signature { get; }

    /// <exception cref="EidBridgeException">Token, format or algorithm refused.</exception>
    public static AuthenticationToken Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length is < MinSize or > MaxSize)
        {
            throw new EidBridgeException(ErrorCode.TokenInvalid, "size");
        }

        var members = ReadMembers(json);
        if (Text(members, "format") != Format)
        {
            throw new EidBridgeException(ErrorCode.TokenFormatUnsupported);
        }

        _ = Text(members, "appVersion");
        return new AuthenticationToken(
            DecodeCertificate(Text(members, "unverifiedCertificate")), Text(members, "algorithm"), Decode(Text(members, "signature"), "signature"));
    }

    private static Dictionary<string, string> ReadMembers(ReadOnlySpan<byte> json)
    {
        StrictJson.Check(json, JsonLimits.Token);
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!Members.Contains(name, StringComparer.Ordinal) || reader.TokenType != JsonTokenType.String)
            {
                throw new EidBridgeException(ErrorCode.TokenInvalid, "a member that is unknown or no string");
            }

            members[name] = reader.GetString()!;
        }

        return members;
    }

    private static string Text(Dictionary<string, string> members, string name) =>
        members.TryGetValue(name, out var text) && text.Length > 0 ? text : throw new EidBridgeException(ErrorCode.TokenInvalid, $"{name} is missing");

    private static byte[] DecodeCertificate(string text)
    {
        var der = Decode(text, "unverifiedCertificate");
        try
        {
            AsnDecoder.ReadEncodedValue(der, AsnEncodingRules.DER, out _, out _, out var consumed);
            return consumed == der.Length ? der : throw new EidBridgeException(ErrorCode.CertificateInvalid, "bytes after the certificate");
        }
        catch (AsnContentException e)
        {
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "no DER", e);
        }
    }

    // RFC 4648 section 3.5: the one canonical form, standard alphabet, padded.
    private static byte[] Decode(string text, string name)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && Convert.ToBase64String(bytes, 0, length) == text
            ? bytes[..length]
            : throw new EidBridgeException(ErrorCode.TokenInvalid, $"{name} is not base64");
    }
}
