using EidBridge.Card;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Commands.Tasks;

/// <summary><c>get-signing-certificate</c>: the person chooses with which certificate to sign; the site learns who that is.</summary>
internal sealed class SigningCertificateTask : ConsentTask
{
    public override PromptPurpose Purpose => PromptPurpose.ChooseCertificate.Only;

    public override bool ReadsMore => false;

    public override CardFinding Look(IEidCard card, DateTimeOffset now)
    {
        var certificate = CertificateFacts.Read(card.ReadCertificate(CardCertificate.Signing));
        return new CertificateFinding(certificate, certificate.ObstacleAt(now));
    }

    public override HostReply Answer(IEidCard card, CardFinding chosen, CancellationToken cancellationToken)
    {
        var certificate = ((CertificateFinding)chosen).Certificate;
        return new CertificateReply(certificate.Der, [.. HashFunction.All.Select(hash => SupportedAlgorithm.For(certificate.IsRsa, hash))]);
    }
}
