using System.Formats.Asn1;
using System.Security.Cryptography;

namespace EidBridge.Verification.Revocation;

/// <summary>CertID of RFC 6960 section 4.1.1: whose certificate, and which. SHA-1 is a name here and protects nothing; responders know no other (RFC 5019).</summary>
internal sealed class CertificateId
{
    private const string Sha1 = "1.3.14.3.2.26";
    private readonly byte[] _issuerName;
    private readonly byte[] _issuerKey;
    private readonly ReadOnlyMemory<byte> _serialNumber;

    public CertificateId(CertificateFields certificate, CertificateFields issuer)
    {
#pragma warning disable CA5350 // A name, not a protection.
        _issuerName = SHA1.HashData(issuer.Subject.Span);
        _issuerKey = SHA1.HashData(issuer.PublicKey.Key.Span);
#pragma warning restore CA5350
        _serialNumber = certificate.SerialNumber;
    }

    public void Write(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Sha1);
                writer.WriteNull();
            }

            writer.WriteOctetString(_issuerName);
            writer.WriteOctetString(_issuerKey);
            writer.WriteInteger(_serialNumber.Span);
        }
    }

    /// <returns>Whether all four parts are ours.</returns>
    public bool Matches(AsnReader reader)
    {
        var id = reader.ReadSequence();
        var algorithm = id.ReadSequence();
        var same = algorithm.ReadObjectIdentifier() == Sha1
            && (!algorithm.HasData || algorithm.ReadEncodedValue().Span is [0x05, 0x00])
            && id.ReadOctetString().AsSpan().SequenceEqual(_issuerName)
            && id.ReadOctetString().AsSpan().SequenceEqual(_issuerKey)
            && id.ReadIntegerBytes().Span.SequenceEqual(_serialNumber.Span);
        return same && !id.HasData && !algorithm.HasData;
    }
}
