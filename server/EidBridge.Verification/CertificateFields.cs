using System.Formats.Asn1;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>
/// The fields of a certificate (RFC 5280 section 4.1), read as strict DER and never guessed at: what the platform would take with a
/// shrug (a second extension of the same kind, bytes at an end, two names for the algorithm) is refused here.
/// </summary>
internal sealed class CertificateFields
{
    private const int Version3 = 2;
    private static readonly Asn1Tag VersionTag = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag IssuerUniqueId = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag SubjectUniqueId = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3);

    private CertificateFields(ReadOnlyMemory<byte> der)
    {
        Der = der;
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var certificate = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        Signed = certificate.PeekEncodedValue();
        var body = certificate.ReadSequence();
        var algorithm = certificate.ReadEncodedValue();
        Signature = certificate.ReadBitString(out var unusedBits);
        certificate.ThrowIfNotEmpty();
        Require(unusedBits == 0, "signature");

        Require(body.HasData && body.PeekTag().HasSameClassAndValue(VersionTag), "version");
        var version = body.ReadSequence(VersionTag);
        Require(version.TryReadInt32(out var number) && number == Version3, "version");
        version.ThrowIfNotEmpty();
        SerialNumber = body.ReadIntegerBytes();
        Require(body.ReadEncodedValue().Span.SequenceEqual(algorithm.Span), "two signature algorithms");
        SignatureAlgorithm = new AsnReader(algorithm, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier();
        Issuer = body.ReadEncodedValue();
        var validity = body.ReadSequence();
        NotBefore = ReadTime(validity);
        NotAfter = ReadTime(validity);
        validity.ThrowIfNotEmpty();
        Subject = body.ReadEncodedValue();
        PublicKey = new PublicKeyInfo(body.ReadEncodedValue());
        Skip(body, IssuerUniqueId);
        Skip(body, SubjectUniqueId);
        Extensions = body.HasData ? ReadExtensions(body) : [];
        body.ThrowIfNotEmpty();
    }

    public ReadOnlyMemory<byte> Der { get; }

    /// <summary>The <c>tbsCertificate</c>: what the issuer signed.</summary>
    public ReadOnlyMemory<byte> Signed { get; }

    /// <summary>Object identifier, the same inside and outside.</summary>
    public string SignatureAlgorithm { get; }

    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Content of the INTEGER.</summary>
    public ReadOnlyMemory<byte> SerialNumber { get; }

    /// <summary>DER of the name.</summary>
    public ReadOnlyMemory<byte> Issuer { get; }

    /// <summary>DER of the name.</summary>
    public ReadOnlyMemory<byte> Subject { get; }

    public DateTimeOffset NotBefore { get; }

    public DateTimeOffset NotAfter { get; }

    public PublicKeyInfo PublicKey { get; }

    public IReadOnlyList<CertificateExtension> Extensions { get; }

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.CertificateInvalid"/>.</exception>
    public static CertificateFields Parse(ReadOnlyMemory<byte> der)
    {
        try
        {
            return new CertificateFields(der);
        }
        catch (AsnContentException e)
        {
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "no certificate in DER", e);
        }
    }

    /// <returns>DER of the extension's value, or null.</returns>
    public ReadOnlyMemory<byte>? Find(string oid)
    {
        foreach (var extension in Extensions)
        {
            if (extension.Oid == oid)
            {
                return extension.Value;
            }
        }

        return null;
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new EidBridgeException(ErrorCode.CertificateInvalid, what);
        }
    }

    // RFC 5280 section 4.1.2.5: UTCTime until 2049.
    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime(twoDigitYearMax: 2049) : reader.ReadGeneralizedTime();

    private static void Skip(AsnReader reader, Asn1Tag tag)
    {
        if (reader.HasData && reader.PeekTag().HasSameClassAndValue(tag))
        {
            reader.ReadEncodedValue();
        }
    }

    private static List<CertificateExtension> ReadExtensions(AsnReader body)
    {
        var wrapper = body.ReadSequence(ExtensionsTag);
        var sequence = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        var extensions = new List<CertificateExtension>(8);
        while (sequence.HasData)
        {
            var item = sequence.ReadSequence();
            var oid = item.ReadObjectIdentifier();
            var critical = item.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && item.ReadBoolean();
            Require(item.TryReadPrimitiveOctetString(out var value), "extension");
            item.ThrowIfNotEmpty();

            // RFC 5280 section 4.2: an extension stands once.
            Require(!extensions.Exists(other => other.Oid == oid), "an extension stands twice");
            extensions.Add(new CertificateExtension(oid, critical, value));
        }

        return extensions;
    }
}

/// <param name="Value">DER of what the extension says.</param>
internal readonly record struct CertificateExtension(string Oid, bool IsCritical, ReadOnlyMemory<byte> Value);
