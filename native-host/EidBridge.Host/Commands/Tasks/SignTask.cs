using EidBridge.Card;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Commands.Tasks;

/// <summary><c>sign</c>: a signature in place of the hand, over a document's hash, by the certificate the site has named.</summary>
internal sealed class SignTask(SignRequest request, TriesMemory tries) : PinTask(tries)
{
    public override PromptPurpose Purpose { get; } = new PromptPurpose.Sign(request.DocumentName, request.HashFunction, Convert.ToHexString(request.Hash));

    public override CardKey Key => CardKey.Signing;

    public override CardFinding Look(IEidCard card, DateTimeOffset now)
    {
        var certificate = CertificateFacts.Read(card.ReadCertificate(CardCertificate.Signing));
        var isAsked = certificate.Der.AsSpan().SequenceEqual(request.Certificate);
        return new CertificateFinding(certificate, isAsked ? certificate.ObstacleAt(now) : ErrorCode.CertificateMismatch);
    }

    public override HashToSign HashFor(CertificateFacts certificate) => new(HashFunction.Find(request.HashFunction)!.Value, request.Hash);

    public override HostReply Answer(CertificateFinding chosen, byte[] signature) =>
        new SignatureReply(signature, SupportedAlgorithm.For(chosen.Certificate.IsRsa, request.HashFunction));
}
