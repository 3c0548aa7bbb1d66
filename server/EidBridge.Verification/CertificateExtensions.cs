using System.Formats.Asn1;
using System.Security.Cryptography;
using EidBridge.Protocol;

namespace EidBridge.Verification;

/// <summary>Bits of RFC 5280 section 4.2.1.3, in their order.</summary>
[Flags]
internal enum KeyUsages
{
    None = 0,
    DigitalSignature = 1 << 0,
    NonRepudiation = 1 << 1,
    KeyCertSign = 1 << 5,
    CrlSign = 1 << 6,
}

/// <summary>The extensions of RFC 5280 section 4.2 that decide something here.</summary>
internal static class CertificateExtensions
{
    private const int UsageBits = 9;
    private const string SubjectKeyId = "2.5.29.14";
    private const string KeyUsage = "2.5.29.15";
    private const string BasicConstraints = "2.5.29.19";
    private const string NameConstraints = "2.5.29.30";
    private const string CrlDistributionPoints = "2.5.29.31";
    private const string CertificatePolicies = "2.5.29.32";
    private const string AuthorityKeyId = "2.5.29.35";
    private const string PolicyConstraints = "2.5.29.36";
    private const string ExtendedKeyUsage = "2.5.29.37";
    private const string InhibitAnyPolicy = "2.5.29.54";
    private const string AuthorityInformation = "1.3.6.1.5.5.7.1.1";
    private const string OcspAccess = "1.3.6.1.5.5.7.48.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string AnyUsage = "2.5.29.37.0";
    private const string OcspNoCheck = "1.3.6.1.5.5.7.48.1.5";
    private static readonly Asn1Tag KeyIdTag = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);
    private static readonly HashSet<string> Understood = new(
        [SubjectKeyId, KeyUsage, BasicConstraints, CrlDistributionPoints, CertificatePolicies, AuthorityKeyId, ExtendedKeyUsage, AuthorityInformation, OcspNoCheck],
        StringComparer.Ordinal);

    /// <summary>RFC 5280 section 4.2: a critical extension that is not understood refuses the certificate.</summary>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.CertificateInvalid"/>.</exception>
    public static void RequireUnderstood(CertificateFields certificate)
    {
        foreach (var extension in certificate.Extensions)
        {
            if (extension.IsCritical && !Understood.Contains(extension.Oid))
            {
                throw new EidBridgeException(ErrorCode.CertificateInvalid, "a critical extension that is not known");
            }
        }
    }

    /// <summary>Whether a CA limits what those below it may be called or promise (RFC 5280 sections 4.2.1.10, 11 and 14). Belgian CAs do not.</summary>
    public static bool RestrictsOthers(CertificateFields ca) =>
        ca.Find(NameConstraints) is not null || ca.Find(PolicyConstraints) is not null || ca.Find(InhibitAnyPolicy) is not null;

    /// <returns><see cref="KeyUsages.None"/> where the extension is missing.</returns>
    public static KeyUsages KeyUsageOf(CertificateFields certificate) => Read(
        certificate, KeyUsage, KeyUsages.None, static reader =>
        {
            // Read as they stand, the first bit is the highest of the first byte. DER (X.690 section 11.2.2) ends with the last bit that is set.
            var bits = reader.ReadBitString(out var unusedBits);
            if (bits is not [.., var last] || ((last >> unusedBits) & 1) == 0 || (8 * bits.Length) - unusedBits > UsageBits)
            {
                throw new AsnContentException();
            }

            var usages = 0;
            for (var i = 0; i < Math.Min(8 * bits.Length, UsageBits); i++)
            {
                usages |= (bits[i / 8] & (0x80 >> (i % 8))) == 0 ? 0 : 1 << i;
            }

            return (KeyUsages)usages;
        });

    /// <summary>Whether a CA with an extended key usage vouches for logins by certificate (RFC 5280 section 4.2.1.12). One without it vouches for everything.</summary>
    public static bool IsForClients(CertificateFields ca) =>
        ExtendedKeyUsagesOf(ca) is not { } usages || usages.Contains(ClientAuthentication, StringComparer.Ordinal) || usages.Contains(AnyUsage, StringComparer.Ordinal);

    /// <summary>Whether a CA says of its responder that nobody need ask whether that one has been revoked (RFC 6960 section 4.2.2.2.1).</summary>
    public static bool NeedsNoCheck(CertificateFields responder) => responder.Find(OcspNoCheck) is { Span: [0x05, 0x00] };

    /// <returns>Null where the extension is missing.</returns>
    public static (bool IsCa, int? PathLength)? BasicConstraintsOf(CertificateFields certificate) => Read<(bool, int?)?>(
        certificate, BasicConstraints, null, static reader =>
        {
            var sequence = reader.ReadSequence();
            var isCa = sequence.HasData && sequence.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && sequence.ReadBoolean();
            int? length = sequence.HasData && sequence.TryReadInt32(out var read) ? read : null;
            sequence.ThrowIfNotEmpty();
            return (isCa, length);
        });

    /// <returns>Object identifiers, or null where the extension is missing.</returns>
    public static IReadOnlyList<string>? ExtendedKeyUsagesOf(CertificateFields certificate) => Read<List<string>?>(
        certificate, ExtendedKeyUsage, null, static reader =>
        {
            var sequence = reader.ReadSequence();
            var usages = new List<string>(2);
            while (sequence.HasData)
            {
                usages.Add(sequence.ReadObjectIdentifier());
            }

            return usages;
        });

    /// <returns>Object identifiers; empty where the extension is missing.</returns>
    public static IReadOnlyList<string> PoliciesOf(CertificateFields certificate) => Read<List<string>>(
        certificate, CertificatePolicies, [], static reader =>
        {
            var sequence = reader.ReadSequence();
            var policies = new List<string>(1);
            while (sequence.HasData)
            {
                policies.Add(sequence.ReadSequence().ReadObjectIdentifier());
            }

            return policies;
        });

    public static ReadOnlyMemory<byte>? SubjectKeyIdOf(CertificateFields certificate) => Read<ReadOnlyMemory<byte>?>(
        certificate, SubjectKeyId, null, static reader => reader.ReadOctetString());

    /// <returns>Null where the extension is missing or says something else than a key identifier.</returns>
    public static ReadOnlyMemory<byte>? AuthorityKeyIdOf(CertificateFields certificate) => Read<ReadOnlyMemory<byte>?>(
        certificate, AuthorityKeyId, null, static reader =>
        {
            var sequence = reader.ReadSequence();
            return sequence.HasData && sequence.PeekTag().HasSameClassAndValue(KeyIdTag) ? sequence.ReadOctetString(KeyIdTag) : null;
        });

    /// <returns>The OCSP addresses that the certificate names, in its order.</returns>
    public static IReadOnlyList<string> OcspAddressesOf(CertificateFields certificate) => Read<List<string>>(
        certificate, AuthorityInformation, [], static reader =>
        {
            var sequence = reader.ReadSequence();
            var addresses = new List<string>(1);
            while (sequence.HasData)
            {
                var access = sequence.ReadSequence();
                if (access.ReadObjectIdentifier() == OcspAccess && access.PeekTag().HasSameClassAndValue(UriTag))
                {
                    addresses.Add(access.ReadCharacterString(UniversalTagNumber.IA5String, UriTag));
                }
            }

            return addresses;
        });

    /// <returns>The addresses of revocation lists that the certificate names, in its order. A list for some reasons only, or of another issuer, is none.</returns>
    public static IReadOnlyList<string> CrlAddressesOf(CertificateFields certificate) => Read<List<string>>(
        certificate, CrlDistributionPoints, [], static reader =>
        {
            var points = reader.ReadSequence();
            var addresses = new List<string>(1);
            while (points.HasData)
            {
                // DistributionPoint { [0] DistributionPointName { [0] GeneralNames } … }
                var point = points.ReadSequence();
                if (!point.HasData || !point.PeekTag().HasSameClassAndValue(KeyIdTag))
                {
                    continue;
                }

                var name = point.ReadSequence(KeyIdTag);
                if (!point.HasData && name.HasData && name.PeekTag().HasSameClassAndValue(KeyIdTag))
                {
                    ReadAddresses(name.ReadSequence(KeyIdTag), addresses);
                }
            }

            return addresses;
        });

    private static void ReadAddresses(AsnReader names, List<string> addresses)
    {
        while (names.HasData)
        {
            if (names.PeekTag().HasSameClassAndValue(UriTag))
            {
                addresses.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, UriTag));
            }
            else
            {
                names.ReadEncodedValue();
            }
        }
    }

    private static T Read<T>(CertificateFields certificate, string oid, T missing, Func<AsnReader, T> read)
    {
        if (certificate.Find(oid) is not { } value)
        {
            return missing;
        }

        try
        {
            var reader = new AsnReader(value, AsnEncodingRules.DER);
            var result = read(reader);
            reader.ThrowIfNotEmpty();
            return result;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or InvalidOperationException)
        {
            throw new EidBridgeException(ErrorCode.CertificateInvalid, "an extension cannot be read", e);
        }
    }
}
