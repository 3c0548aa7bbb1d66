using System.Text.Json;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>From JSON to a token: every member known, of its type and there once, base64 in its one canonical form.</summary>
internal static class AuthenticationTokenReader
{
    private const int MinSize = 100;
    private const int MaxSize = 10_000;
    private const int MaxListed = 4;
    private const int MaxAlgorithms = 20;
    private const string Intermediates = "unverifiedIntermediateCertificates";
    private const string SigningCertificates = "unverifiedSigningCertificates";
    private static readonly string[] CryptoAlgorithms = ["ECC", "RSA"];
    private static readonly string[] PaddingSchemes = ["NONE", "PKCS1.5", "PSS"];

    /// <exception cref="EidBridgeException">Size, JSON, format or a member refused.</exception>
    public static AuthenticationToken Read(ReadOnlySpan<byte> json)
    {
        if (json.Length is < MinSize or > MaxSize)
        {
            throw new EidBridgeException(ErrorCode.TokenInvalid, "size");
        }

        StrictJson.Require(json, JsonLimits.Token);
        var format = ReadFormat(json);
        if (format is not (AuthenticationToken.Format or AuthenticationToken.FormatWithLists))
        {
            throw new EidBridgeException(ErrorCode.TokenFormatUnsupported);
        }

        return ReadMembers(json, mayList: format == AuthenticationToken.FormatWithLists);
    }

    // First of all, so that a token of a later format is told so whatever else stands in it.
    private static string ReadFormat(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("format"u8);
            reader.Read();
            if (found)
            {
                return Text(ref reader, "format");
            }

            reader.Skip();
        }

        throw Missing("format");
    }

    private static AuthenticationToken ReadMembers(ReadOnlySpan<byte> json, bool mayList)
    {
        byte[]? certificate = null, signature = null;
        string? algorithm = null, version = null;
        List<byte[]>? issuers = null;
        List<DeclaredSigningCertificate>? signing = null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "unverifiedCertificate":
                    certificate = Bytes(ref reader, name);
                    break;
                case "signature":
                    signature = Bytes(ref reader, name);
                    break;
                case "algorithm":
                    algorithm = Text(ref reader, name);
                    break;
                case "appVersion":
                    version = Text(ref reader, name);
                    break;
                case "format":
                    break;
                case "action" when reader.TokenType == JsonTokenType.String:
                    // The extension adds it on its way to the page.
                    break;
                case Intermediates when mayList:
                    issuers = List(ref reader, name, static (ref reader) => Bytes(ref reader, Intermediates));
                    break;
                case SigningCertificates when mayList:
                    signing = List(ref reader, name, ReadSigningCertificate);
                    break;
                default:
                    throw Refused("a member that is unknown here or of another type");
            }
        }

        if (mayList && issuers is null && signing is null)
        {
            throw Refused($"{AuthenticationToken.FormatWithLists} needs {Intermediates} or {SigningCertificates}");
        }

        _ = version ?? throw Missing("appVersion");
        return new AuthenticationToken
        {
            Certificate = certificate ?? throw Missing("unverifiedCertificate"),
            Algorithm = algorithm ?? throw Missing("algorithm"),
            Signature = signature ?? throw Missing("signature"),
            Issuers = issuers ?? [],
            SigningCertificates = signing ?? [],
        };
    }

    private static DeclaredSigningCertificate ReadSigningCertificate(ref Utf8JsonReader reader)
    {
        byte[]? certificate = null;
        List<SupportedSignatureAlgorithm>? algorithms = null;
        List<byte[]>? issuers = null;
        RequireObject(ref reader, SigningCertificates);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "certificate":
                    certificate = Bytes(ref reader, SigningCertificates);
                    break;
                case "supportedSignatureAlgorithms":
                    algorithms = List(ref reader, name, ReadAlgorithm, MaxAlgorithms);
                    break;
                case "intermediateCertificates":
                    issuers = List(ref reader, name, static (ref reader) => Bytes(ref reader, "intermediateCertificates"));
                    break;
                default:
                    throw Refused("a member that is unknown in a signing certificate");
            }
        }

        return new DeclaredSigningCertificate(
            certificate ?? throw Missing("certificate"), algorithms ?? throw Missing("supportedSignatureAlgorithms"), issuers ?? []);
    }

    private static SupportedSignatureAlgorithm ReadAlgorithm(ref Utf8JsonReader reader)
    {
        string? crypto = null, hash = null, padding = null;
        RequireObject(ref reader, "supportedSignatureAlgorithms");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "cryptoAlgorithm":
                    crypto = OneOf(CryptoAlgorithms, Text(ref reader, name));
                    break;
                case "hashFunction":
                    hash = OneOf(HashFunction.All, Text(ref reader, name));
                    break;
                case "paddingScheme":
                    padding = OneOf(PaddingSchemes, Text(ref reader, name));
                    break;
                default:
                    throw Refused("a member that is unknown in a signature algorithm");
            }
        }

        return new SupportedSignatureAlgorithm(
            crypto ?? throw Missing("cryptoAlgorithm"), hash ?? throw Missing("hashFunction"), padding ?? throw Missing("paddingScheme"));
    }

    private delegate T Item<out T>(ref Utf8JsonReader reader);

    private static List<T> List<T>(ref Utf8JsonReader reader, string name, Item<T> read, int most = MaxListed)
    {
        var items = new List<T>();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray && items.Count < most)
            {
                items.Add(read(ref reader));
            }
        }

        return reader.TokenType == JsonTokenType.EndArray && items.Count > 0 ? items : throw Refused($"{name}: a list of one to {most}");
    }

    private static void RequireObject(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Refused($"{name}: a list of objects");
        }
    }

    private static string OneOf(IReadOnlyList<string> known, string text) =>
        known.Contains(text, StringComparer.Ordinal) ? text : throw Refused("an unknown signature algorithm");

    private static string Text(ref Utf8JsonReader reader, string name) =>
        reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } text ? text : throw Missing(name);

    private static byte[] Bytes(ref Utf8JsonReader reader, string name) =>
        reader.TokenType != JsonTokenType.String || reader.ValueSpan.IsEmpty
            ? throw Missing(name)
            : CanonicalBase64.Read(ref reader) ?? throw Refused($"{name} is not base64");

    private static EidBridgeException Missing(string name) => Refused($"{name} is missing, empty or of another type");

    private static EidBridgeException Refused(string detail) => new(ErrorCode.TokenInvalid, detail);
}
