using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using EidBridge.Protocol;

namespace EidBridge.Verification.Revocation;

/// <summary>A complete list of one CA (RFC 5280 section 5), verified. Of each entry its number and what it says are kept, some 40 bytes, and not the list itself.</summary>
internal sealed class RevocationList
{
    private const string ReasonCode = "2.5.29.21";
    private const string IssuingDistributionPoint = "2.5.29.28";
    private const int OnHold = 6;
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag PointTag = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);
    private readonly Dictionary<UInt128, RevocationStatus> _entries = [];

    private RevocationList(ReadOnlyMemory<byte> der, IssuingCa issuer, string? address)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var list = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signed = list.PeekEncodedValue();
        var body = list.ReadSequence();
        var algorithm = list.ReadEncodedValue();
        var signature = list.ReadBitString(out var unusedBits);
        list.ThrowIfNotEmpty();
        Require(unusedBits == 0, "signature");

        if (body.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            Require(body.ReadIntegerBytes().Span is [1], "version");
        }

        Require(body.ReadEncodedValue().Span.SequenceEqual(algorithm.Span), "two signature algorithms");
        Require(body.ReadEncodedValue().Span.SequenceEqual(issuer.Certificate.Subject.Span), "a list of another CA");

        // Before the entries are read: they may be many.
        var oid = new AsnReader(algorithm, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier();
        Require(CertificateExtensions.KeyUsageOf(issuer.Certificate).HasFlag(KeyUsages.CrlSign), "the CA signs no lists");
        Require(issuer.HasSigned(signed, oid, signature), "the list's signature is wrong");
        ThisUpdate = ReadTime(body);
        Require(body.HasData && IsTime(body), "a list without an end");
        NextUpdate = ReadTime(body);
        if (body.HasData && body.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            ReadEntries(body.ReadSequence());
        }

        if (body.HasData)
        {
            RequireWholeList(body.ReadSequence(ExtensionsTag), address);
        }

        body.ThrowIfNotEmpty();
    }

    public DateTimeOffset ThisUpdate { get; }

    public DateTimeOffset NextUpdate { get; }

    public int Count => _entries.Count;

    /// <param name="address">Where the certificates name it. A list that names its place speaks for the certificates that name the same one, and no other.</param>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.RevocationUnavailable"/>: No list, not of this CA, or not a complete one.</exception>
    public static RevocationList Parse(ReadOnlyMemory<byte> der, IssuingCa issuer, string? address = null)
    {
        try
        {
            return new RevocationList(der, issuer, address);
        }
        catch (AsnContentException e)
        {
            throw new EidBridgeException(ErrorCode.RevocationUnavailable, "no revocation list in DER", e);
        }
    }

    public bool IsCurrentAt(DateTimeOffset now, TimeSpan skew) => ThisUpdate <= now + skew && now - skew <= NextUpdate;

    /// <param name="serialNumber">Content of the INTEGER.</param>
    public RevocationStatus StatusOf(ReadOnlySpan<byte> serialNumber) => _entries.GetValueOrDefault(KeyOf(serialNumber), RevocationStatus.Good);

    private static bool IsTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) || reader.PeekTag().HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime(twoDigitYearMax: 2049) : reader.ReadGeneralizedTime();

    private void ReadEntries(AsnReader entries)
    {
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            var key = KeyOf(entry.ReadIntegerBytes().Span);
            _ = ReadTime(entry);
            _entries[key] = entry.HasData ? ReadStatus(entry.ReadSequence()) : RevocationStatus.RevokedWithoutReason;
        }
    }

    private static RevocationStatus ReadStatus(AsnReader extensions)
    {
        var status = RevocationStatus.RevokedWithoutReason;
        while (extensions.HasData)
        {
            var item = extensions.ReadSequence();
            var oid = item.ReadObjectIdentifier();
            var critical = item.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && item.ReadBoolean();
            var value = item.ReadOctetString();
            if (oid == ReasonCode)
            {
                var reason = new AsnReader(value, AsnEncodingRules.DER).ReadEnumeratedBytes();
                status = reason.Span is [OnHold] ? RevocationStatus.Suspended : RevocationStatus.Revoked;
            }
            else
            {
                // Entries of another CA (RFC 5280 section 5.3.3), for one.
                Require(!critical, "a critical extension of an entry that is not known");
            }
        }

        return status;
    }

    // RFC 5280 section 5.2.5: only where the list is to be found may be said; a part of a list proves nothing.
    private static void RequireWholeList(AsnReader wrapper, string? address)
    {
        var extensions = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        while (extensions.HasData)
        {
            var item = extensions.ReadSequence();
            var oid = item.ReadObjectIdentifier();
            var critical = item.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && item.ReadBoolean();
            var value = item.ReadOctetString();
            if (oid == IssuingDistributionPoint)
            {
                var point = new AsnReader(value, AsnEncodingRules.DER).ReadSequence();
                Require(point.HasData && point.PeekTag().HasSameClassAndValue(PointTag), "a part of a list");
                var name = point.ReadSequence(PointTag);
                Require(!point.HasData, "a part of a list");
                Require(Names(name, address), "a list for certificates that name another address");
            }
            else
            {
                Require(!critical, "a critical extension of the list that is not known");
            }
        }
    }

    // Section 6.3.3 (b)(2)(i): a CA may spread its certificates over several lists.
    private static bool Names(AsnReader distributionPoint, string? address)
    {
        if (!distributionPoint.PeekTag().HasSameClassAndValue(PointTag))
        {
            return false;
        }

        var names = distributionPoint.ReadSequence(PointTag);
        while (names.HasData)
        {
            if (!names.PeekTag().HasSameClassAndValue(UriTag))
            {
                names.ReadEncodedValue();
            }
            else if (names.ReadCharacterString(UniversalTagNumber.IA5String, UriTag) == address)
            {
                return true;
            }
        }

        return false;
    }

    private static UInt128 KeyOf(ReadOnlySpan<byte> serialNumber)
    {
        const int Size = 16;
        var digits = serialNumber.TrimStart((byte)0);
        Span<byte> key = stackalloc byte[Size];
        key.Clear();
        if (digits.Length <= Size)
        {
            digits.CopyTo(key[(Size - digits.Length)..]);
        }
        else
        {
            SHA256.HashData(digits).AsSpan(0, Size).CopyTo(key);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(key);
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new EidBridgeException(ErrorCode.RevocationUnavailable, what);
        }
    }
}
