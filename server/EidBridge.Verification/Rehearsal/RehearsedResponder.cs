using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace EidBridge.Verification.Rehearsal;

/// <summary>One connection to a responder that is nowhere: what is written is a question, and what is read is its answer (RFC 6960 section 4.2), or the list.</summary>
internal sealed class RehearsedResponder(RehearsedPki pki, DateTimeOffset now) : Stream
{
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Tag1 = new(TagClass.ContextSpecific, 1);
    private readonly MemoryStream _asked = new();
    private MemoryStream? _answer;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => (_answer ??= new MemoryStream(Answer(_asked.ToArray()))).Read(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => _asked.Write(buffer, offset, count);

    private byte[] Answer(byte[] request)
    {
        var end = "\r\n\r\n"u8;
        var body = request.AsSpan().StartsWith("POST"u8) ? Tell(request[(request.AsSpan().IndexOf(end) + end.Length)..]) : pki.MakeList();
        var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private byte[] Tell(byte[] question)
    {
        var id = new AsnReader(question, AsnEncodingRules.DER).ReadSequence().ReadSequence().ReadSequence().ReadSequence().ReadEncodedValue();
        var data = Data(id);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue([0x0A, 0x01, 0x00]);
            using (writer.PushSequence(Tag0))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.3.6.1.5.5.7.48.1.1");
                using (writer.PushOctetString())
                using (writer.PushSequence())
                {
                    writer.WriteEncodedValue(data);
                    writer.WriteEncodedValue(pki.Signer.GetSignatureAlgorithmIdentifier(pki.Hash));
                    writer.WriteBitString(pki.Signer.SignData(data, pki.Hash));
                    using (writer.PushSequence(Tag0))
                    using (writer.PushSequence())
                    {
                        writer.WriteEncodedValue(pki.Responder.RawDataMemory.Span);
                    }
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>Good, now, and without a nonce.</summary>
    private byte[] Data(ReadOnlyMemory<byte> id)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Tag1))
            {
                writer.WriteEncodedValue(pki.Responder.SubjectName.RawData);
            }

            writer.WriteGeneralizedTime(now, omitFractionalSeconds: true);
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(id.Span);
                writer.WriteNull(Tag0);
                writer.WriteGeneralizedTime(now, omitFractionalSeconds: true);
            }
        }

        return writer.Encode();
    }
}
