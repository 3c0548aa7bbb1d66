using System.Formats.Asn1;

namespace EidBridge.Verification;

/// <summary>The <c>SubjectPublicKeyInfo</c> of a certificate: which key, and on which curve (RFC 5480, RFC 3279 section 2.3.1).</summary>
internal readonly struct PublicKeyInfo
{
    private const string RsaOid = "1.2.840.113549.1.1.1";
    private const string EcOid = "1.2.840.10045.2.1";

    public PublicKeyInfo(ReadOnlyMemory<byte> der)
    {
        Der = der;
        var info = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var algorithm = info.ReadSequence();
        var oid = algorithm.ReadObjectIdentifier();
        Key = info.ReadBitString(out _);
        info.ThrowIfNotEmpty();
        IsRsa = oid == RsaOid;
        IsEllipticCurve = oid == EcOid;

        // A curve that is spelled out is none we know (RFC 5480 section 2.1.1).
        Curve = IsEllipticCurve && algorithm.HasData && algorithm.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier)
            ? algorithm.ReadObjectIdentifier()
            : null;
    }

    public ReadOnlyMemory<byte> Der { get; }

    /// <summary>Content of the BIT STRING: what an OCSP CertID hashes (RFC 6960 section 4.1.1).</summary>
    public ReadOnlyMemory<byte> Key { get; }

    public bool IsRsa { get; }

    public bool IsEllipticCurve { get; }

    /// <summary>Object identifier of a named curve, or null.</summary>
    public string? Curve { get; }
}
