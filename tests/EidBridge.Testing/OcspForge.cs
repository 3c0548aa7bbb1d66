using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EidBridge.Testing;

/// <summary>Makes OCSP answers, right ones unless a test spoils a part. Written from RFC 6960 and apart from the reader that it tests.</summary>
internal sealed class OcspForge
{
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Tag1 = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag Tag2 = new(TagClass.ContextSpecific, 2);

    /// <summary>0 for success (section 4.2.1).</summary>
    public int ResponseStatus { get; set; }

    /// <summary>Whose certificate is answered for.</summary>
    public required X509Certificate2 Issuer { get; set; }

    public required byte[] SerialNumber { get; set; }

    /// <summary>With its key.</summary>
    public required X509Certificate2 Signer { get; set; }

    public required DateTimeOffset ThisUpdate { get; set; }

    public DateTimeOffset? NextUpdate { get; set; }

    public byte[]? Nonce { get; set; }

    public byte[]? SecondNonce { get; set; }

    /// <summary>Null for good, -1 for unknown, -2 for revoked without a reason, else a reason of RFC 5280 section 5.3.1.</summary>
    public int? Revoked { get; set; }

    public bool BySha256 { get; set; }

    public bool ByKey { get; set; }

    public bool SpoilsName { get; set; }

    public bool SpoilsKey { get; set; }

    public bool SpoilsSignature { get; set; }

    public bool HasCriticalExtension { get; set; }

    public string ResponseType { get; set; } = "1.3.6.1.5.5.7.48.1.1";

    public int Answers { get; set; } = 1;

    /// <summary>A last change of what is signed; one DER value goes in and comes out.</summary>
    public Func<byte[], byte[]> Rewrite { get; set; } = data => data;

    public HashAlgorithmName Hash { get; set; } = HashAlgorithmName.SHA384;

    public IReadOnlyList<X509Certificate2> Certificates { get; set; } = [];

    public byte[] Make()
    {
        var data = Rewrite(Data());
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEnumeratedValue((ResponseStatusCode)ResponseStatus);
            if (ResponseStatus == 0)
            {
                using (writer.PushSequence(Tag0))
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(ResponseType);
                    using (writer.PushOctetString())
                    {
                        WriteBasic(writer, data);
                    }
                }
            }
        }

        return writer.Encode();
    }

    private void WriteBasic(AsnWriter writer, byte[] data)
    {
        var signature = Sign(data, out var algorithm);
        signature[^1] ^= (byte)(SpoilsSignature ? 1 : 0);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(data);
            writer.WriteEncodedValue(algorithm);
            writer.WriteBitString(signature);
            if (Certificates.Count > 0)
            {
                using (writer.PushSequence(Tag0))
                using (writer.PushSequence())
                {
                    foreach (var certificate in Certificates)
                    {
                        writer.WriteEncodedValue(certificate.RawData);
                    }
                }
            }
        }
    }

    private byte[] Data()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteResponder(writer);
            writer.WriteGeneralizedTime(ThisUpdate, omitFractionalSeconds: true);
            using (writer.PushSequence())
            {
                for (var i = 0; i < Answers; i++)
                {
                    WriteAnswer(writer);
                }
            }

            if (Nonce is not null || HasCriticalExtension)
            {
                using (writer.PushSequence(Tag1))
                using (writer.PushSequence())
                {
                    WriteExtensions(writer);
                }
            }
        }

        return writer.Encode();
    }

    private void WriteResponder(AsnWriter writer)
    {
        if (ByKey)
        {
            using (writer.PushSequence(Tag2))
            {
                writer.WriteOctetString(Digest(Signer.GetPublicKey()));
            }
        }
        else
        {
            using (writer.PushSequence(Tag1))
            {
                writer.WriteEncodedValue(Signer.SubjectName.RawData);
            }
        }
    }

    private void WriteAnswer(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(BySha256 ? "2.16.840.1.101.3.4.2.1" : "1.3.14.3.2.26");
                    writer.WriteNull();
                }

                writer.WriteOctetString(Spoil(Digest(Issuer.SubjectName.RawData), SpoilsName));
                writer.WriteOctetString(Spoil(Digest(Issuer.GetPublicKey()), SpoilsKey));
                writer.WriteInteger(SerialNumber);
            }

            WriteStatus(writer);
            writer.WriteGeneralizedTime(ThisUpdate, omitFractionalSeconds: true);
            if (NextUpdate is { } next)
            {
                using (writer.PushSequence(Tag0))
                {
                    writer.WriteGeneralizedTime(next, omitFractionalSeconds: true);
                }
            }
        }
    }

    private void WriteStatus(AsnWriter writer)
    {
        if (Revoked is null or -1)
        {
            writer.WriteNull(Revoked is null ? Tag0 : Tag2);
            return;
        }

        using (writer.PushSequence(Tag1))
        {
            writer.WriteGeneralizedTime(ThisUpdate, omitFractionalSeconds: true);
            if (Revoked == -2)
            {
                return;
            }

            using (writer.PushSequence(Tag0))
            {
                writer.WriteEnumeratedValue((ResponseStatusCode)Revoked.Value);
            }
        }
    }

    private void WriteExtensions(AsnWriter writer)
    {
        foreach (var nonce in new[] { Nonce, SecondNonce }.OfType<byte[]>())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.3.6.1.5.5.7.48.1.2");
                using (writer.PushOctetString())
                {
                    writer.WriteOctetString(nonce);
                }
            }
        }

        if (HasCriticalExtension)
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.3.4");
                writer.WriteBoolean(true);
                writer.WriteOctetString([0x05, 0x00]);
            }
        }
    }

    private byte[] Sign(byte[] data, out byte[] algorithm)
    {
        using var ec = Signer.GetECDsaPrivateKey();
        var generator = ec is not null ? X509SignatureGenerator.CreateForECDsa(ec) : X509SignatureGenerator.CreateForRSA(Signer.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1);
        if (Hash == HashAlgorithmName.SHA1)
        {
            algorithm = Convert.FromHexString("300906072A8648CE3D0401");
            return ec!.SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);
        }

        algorithm = generator.GetSignatureAlgorithmIdentifier(Hash);
        return generator.SignData(data, Hash);
    }

#pragma warning disable CA5350 // The name of an issuer in a CertID.
    private byte[] Digest(byte[] data) => BySha256 ? SHA256.HashData(data) : SHA1.HashData(data);
#pragma warning restore CA5350

    private static byte[] Spoil(byte[] bytes, bool really)
    {
        bytes[0] ^= (byte)(really ? 1 : 0);
        return bytes;
    }

    /// <summary>A number in an ENUMERATED; the writer takes enums only.</summary>
    private enum ResponseStatusCode
    {
        None,
    }
}
