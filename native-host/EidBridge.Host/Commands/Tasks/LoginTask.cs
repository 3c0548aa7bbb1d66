using EidBridge.Card;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Commands.Tasks;

/// <summary><c>authenticate</c>: a token over a site's challenge.</summary>
internal sealed class LoginTask(AuthenticateRequest request, IssuerCache issuers, TriesMemory tries) : PinTask(tries)
{
    public override PromptPurpose Purpose => PromptPurpose.LogIn.Only;

    public override CardKey Key => CardKey.Authentication;

    public override CardFinding Look(IEidCard card, DateTimeOffset now)
    {
        var certificate = CertificateFacts.Read(card.ReadCertificate(CardCertificate.Authentication));
        var obstacle = certificate.ObstacleAt(now);
        return new CertificateFinding(certificate, obstacle, request.WantsIssuers && obstacle is null ? FindIssuer(card, certificate.Der) : null);
    }

    public override HashToSign HashFor(CertificateFacts certificate) => new(
        SignatureAlgorithm.HashOf(certificate.Algorithm),
        SignedBytes.HashToSign(certificate.Algorithm, request.Origin, request.ChallengeNonce));

    public override HostReply Answer(CertificateFinding chosen, byte[] signature) =>
        new TokenReply(chosen.Certificate.Der, chosen.Certificate.Algorithm, signature, HostVersion.Address)
        {
            Issuers = chosen.IssuerDer is { } issuer ? [issuer] : [],
        };

    // A card without the right CA, or one that cannot be read, is no obstacle: the site may hold the CA itself.
    private byte[]? FindIssuer(IEidCard card, byte[] certificate)
    {
        if (issuers.Find(certificate) is { } known)
        {
            return known;
        }

        try
        {
            var issuer = card.ReadCertificate(CardCertificate.IssuingAuthority);
            if (!IssuerCache.IsIssuedBy(certificate, issuer))
            {
                return null;
            }

            issuers.Remember(issuer);
            return issuer;
        }
        catch (CardException e) when (e.Fault is CardFault.CertificateMissing or CardFault.CardUnsupported or CardFault.CardError)
        {
            return null;
        }
    }
}
