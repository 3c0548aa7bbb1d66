using System.Formats.Asn1;
using EidBridge.Protocol;

namespace EidBridge.Verification.Revocation;

/// <summary>An answer about one certificate (RFC 6960 section 4.2), read as strict DER and not believed yet.</summary>
internal sealed class OcspResponse
{
    private const int Successful = 0;
    private const string BasicOid = "1.3.6.1.5.5.7.48.1.1";
    private const int OnHold = 6;
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Tag1 = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag Tag2 = new(TagClass.ContextSpecific, 2);

    private OcspResponse(ReadOnlyMemory<byte> der, CertificateId id)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var response = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var status = response.ReadEnumeratedBytes();
        Require(status.Span is [Successful], "the responder gave no answer");
        var bytes = response.ReadSequence(Tag0);
        response.ThrowIfNotEmpty();
        var inside = bytes.ReadSequence();
        bytes.ThrowIfNotEmpty();
        Require(inside.ReadObjectIdentifier() == BasicOid, "not a basic answer");
        var basicBytes = inside.ReadOctetString();
        inside.ThrowIfNotEmpty();

        var basicOuter = new AsnReader(basicBytes, AsnEncodingRules.DER);
        var basic = basicOuter.ReadSequence();
        basicOuter.ThrowIfNotEmpty();
        Signed = basic.PeekEncodedValue();
        var data = basic.ReadSequence();
        var algorithm = basic.ReadSequence();
        SignatureAlgorithm = algorithm.ReadObjectIdentifier();
        Require(!algorithm.HasData || algorithm.ReadEncodedValue().Span is [0x05, 0x00], "signature algorithm");
        algorithm.ThrowIfNotEmpty();
        Signature = basic.ReadBitString(out var unusedBits);
        Require(unusedBits == 0, "signature");
        Certificates = basic.HasData ? ReadCertificates(basic) : [];
        basic.ThrowIfNotEmpty();
        ReadData(data, id);
    }

    /// <summary>The <c>ResponseData</c>: what the responder signed.</summary>
    public ReadOnlyMemory<byte> Signed { get; }

    public string SignatureAlgorithm { get; }

    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>DER each; read only when one is needed.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Certificates { get; }

    /// <summary>DER of the responder's name, or null when it says its key.</summary>
    public ReadOnlyMemory<byte>? ResponderName { get; private set; }

    /// <summary>SHA-1 of the responder's key, or null when it says its name.</summary>
    public byte[]? ResponderKey { get; private set; }

    public RevocationStatus Status { get; private set; }

    public DateTimeOffset ThisUpdate { get; private set; }

    public DateTimeOffset? NextUpdate { get; private set; }

    /// <summary>Null when the answer holds none.</summary>
    public byte[]? Nonce { get; private set; }

    /// <exception cref="EidBridgeException"><see cref="ErrorCode.RevocationUnavailable"/>: No answer, or not about this certificate alone.</exception>
    public static OcspResponse Parse(ReadOnlyMemory<byte> der, CertificateId id)
    {
        try
        {
            return new OcspResponse(der, id);
        }
        catch (AsnContentException e)
        {
            throw new EidBridgeException(ErrorCode.RevocationUnavailable, "the responder's answer is no OCSP answer", e);
        }
    }

    private static List<ReadOnlyMemory<byte>> ReadCertificates(AsnReader basic)
    {
        var wrapper = basic.ReadSequence(Tag0);
        var sequence = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        var certificates = new List<ReadOnlyMemory<byte>>(1);
        while (sequence.HasData)
        {
            certificates.Add(sequence.ReadEncodedValue());
        }

        return certificates;
    }

    private void ReadData(AsnReader data, CertificateId id)
    {
        if (data.PeekTag().HasSameClassAndValue(Tag0))
        {
            // Version 1 is the default and is not written in DER, but some write it.
            var version = data.ReadSequence(Tag0);
            Require(version.ReadIntegerBytes().Span is [0], "version");
            version.ThrowIfNotEmpty();
        }

        ReadResponder(data);
        _ = data.ReadGeneralizedTime();
        var responses = data.ReadSequence();
        ReadSingle(responses.ReadSequence(), id);
        Require(!responses.HasData, "more than one answer");
        if (data.HasData)
        {
            ReadExtensions(data.ReadSequence(Tag1));
        }

        data.ThrowIfNotEmpty();
    }

    private void ReadResponder(AsnReader data)
    {
        if (data.PeekTag().HasSameClassAndValue(Tag1))
        {
            var name = data.ReadSequence(Tag1);
            ResponderName = name.ReadEncodedValue();
            name.ThrowIfNotEmpty();
        }
        else
        {
            var key = data.ReadSequence(Tag2);
            ResponderKey = key.ReadOctetString();
            key.ThrowIfNotEmpty();
        }
    }

    private void ReadSingle(AsnReader single, CertificateId id)
    {
        Require(id.Matches(single), "about another certificate");
        Status = ReadStatus(single);
        ThisUpdate = single.ReadGeneralizedTime();
        if (single.HasData && single.PeekTag().HasSameClassAndValue(Tag0))
        {
            var next = single.ReadSequence(Tag0);
            NextUpdate = next.ReadGeneralizedTime();
            next.ThrowIfNotEmpty();
        }

        if (single.HasData)
        {
            ReadExtensions(single.ReadSequence(Tag1));
        }

        single.ThrowIfNotEmpty();
    }

    private static RevocationStatus ReadStatus(AsnReader single)
    {
        var tag = single.PeekTag();
        if (tag.HasSameClassAndValue(Tag0))
        {
            single.ReadNull(Tag0);
            return RevocationStatus.Good;
        }

        if (tag.HasSameClassAndValue(Tag2))
        {
            single.ReadNull(Tag2);
            return RevocationStatus.Unknown;
        }

        var revoked = single.ReadSequence(Tag1);
        _ = revoked.ReadGeneralizedTime();
        if (!revoked.HasData)
        {
            return RevocationStatus.RevokedWithoutReason;
        }

        var reason = revoked.ReadSequence(Tag0).ReadEnumeratedBytes();
        revoked.ThrowIfNotEmpty();
        return reason.Span is [OnHold] ? RevocationStatus.Suspended : RevocationStatus.Revoked;
    }

    private void ReadExtensions(AsnReader wrapper)
    {
        var extensions = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        while (extensions.HasData)
        {
            var item = extensions.ReadSequence();
            var oid = item.ReadObjectIdentifier();
            var critical = item.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && item.ReadBoolean();
            var value = item.ReadOctetString();
            item.ThrowIfNotEmpty();
            if (oid == OcspRequest.NonceOid)
            {
                Require(Nonce is null, "two nonces");
                var inner = new AsnReader(value, AsnEncodingRules.DER);
                Nonce = inner.ReadOctetString();
                inner.ThrowIfNotEmpty();
            }
            else
            {
                Require(!critical, "a critical extension that is not known");
            }
        }
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new EidBridgeException(ErrorCode.RevocationUnavailable, what);
        }
    }
}
