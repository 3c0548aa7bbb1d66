using System.Formats.Asn1;
using System.Text.Json;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>A token of format <c>web-eid:1.0</c>, or <c>web-eid:1.1</c> with issuing CAs, read to the letter. Nothing in it is believed yet.</summary>
internal sealed class AuthenticationToken
{
    public const string Format = "web-eid:1.0";
    public const string FormatWithIssuers = "web-eid:1.1";

    private const string Intermediates = "unverifiedIntermediateCertificates";
    private const int MaxIntermediates = 4;
    private const int MinSize = 100;
    private const int MaxSize = 10_000;
    private static readonly string[] Members = ["unverifiedCertificate", "algorithm", "signature", "format", "appVersion", "action"];

    private AuthenticationToken(byte[] certificate, string algorithm, byte[] signature, IReadOnlyList<byte[]> issuers)
    {
        Certificate = certificate;
        Algorithm = algorithm;
        Signature = signature;
        Issuers = issuers;
    }

    /// <summary>DER, exactly one value.</summary>
    public byte[] Certificate { get; }

    public string Algorithm { get; }

    public byte[] Signature { get; }

    /// <summary>Each DER, exactly one value; candidates for a path and nothing more. Empty in 1.0.</summary>
    public IReadOnlyList<byte[]> Issuers { get; }

    /// <exception cref="EidBridgeException">Token, format or algorithm refused.</exception>
    public static AuthenticationToken Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length is < MinSize or > MaxSize)
        {
            throw new EidBridgeException(ErrorCode.TokenInvalid, "size");
        }

        var members = ReadMembers(json, out var issuers);
        var format = Text(members, "format");
        if (format is not (Format or FormatWithIssuers))
        {
            throw new EidBridgeException(ErrorCode.TokenFormatUnsupported);
        }

        if (format == Format != issuers is null)
        {
            throw new EidBridgeException(ErrorCode.TokenInvalid, $"{Intermediates} belong to {FormatWithIssuers} and are needed there");
        }

        _ = Text(members, "appVersion");
        return new AuthenticationToken(
            DecodeCertificate(Text(members, "unverifiedCertificate"), "unverifiedCertificate"),
            Text(members, "algorithm"),
            Decode(Text(members, "signature"), "signature"),
            [.. (issuers ?? []).Select(issuer => DecodeCertificate(issuer, Intermediates))]);
    }

    private static Dictionary<string, string> ReadMembers(ReadOnlySpan<byte> json, out List<string>? issuers)
    {
        StrictJson.Check(json, JsonLimits.Token);
        issuers = null;
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name == Intermediates && reader.TokenType == JsonTokenType.StartArray)
            {
                issuers = ReadIssuers(ref reader);
                continue;
            }

            if (!Members.Contains(name, StringComparer.Ordinal) || reader.TokenType != JsonTokenType.String)
            {
                throw new EidBridgeException(ErrorCode.TokenInvalid, "a member that is unknown or no string");
            }

            members[name] = reader.GetString()!;
        }

        return members;
    }

    private static List<string> ReadIssuers(ref Utf8JsonReader reader)
    {
        var issuers = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            issuers.Add(reader.GetString()!);
        }

        return reader.TokenType == JsonTokenType.EndArray && issuers.Count is > 0 and <= MaxIntermediates
            ? issuers
            : throw new EidBridgeException(ErrorCode.TokenInvalid, $"{Intermediates}: one to {MaxIntermediates} strings");
    }

    private static string Text(Dictionary<string, string> members, string name) =>
        members.TryGetValue(name, out var text) && text.Length > 0 ? text : throw new EidBridgeException(ErrorCode.TokenInvalid, $"{name} is missing");

    private static byte[] DecodeCertificate(string text, string name)
    {
        var der = Decode(text, name);
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
