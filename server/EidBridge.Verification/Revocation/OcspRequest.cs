using System.Formats.Asn1;
using System.Security.Cryptography;

namespace EidBridge.Verification.Revocation;

/// <summary>One question about one certificate (RFC 6960 section 4.1), with a nonce of 32 bytes (RFC 9654).</summary>
internal sealed class OcspRequest
{
    public const string NonceOid = "1.3.6.1.5.5.7.48.1.2";

    private const int NonceLength = 32;
    private static readonly Asn1Tag RequestExtensions = new(TagClass.ContextSpecific, 2);

    public OcspRequest(CertificateId id)
    {
        Id = id;
        Nonce = RandomNumberGenerator.GetBytes(NonceLength);
    }

    public CertificateId Id { get; }

    public byte[] Nonce { get; }

    public byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                Id.Write(writer);
            }

            using (writer.PushSequence(RequestExtensions))
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(NonceOid);
                using (writer.PushOctetString())
                {
                    writer.WriteOctetString(Nonce);
                }
            }
        }

        return writer.Encode();
    }
}
