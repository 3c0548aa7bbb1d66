using System.Diagnostics;
using EidBridge.Card;
using EidBridge.Host.Prompts;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Commands.Tasks;

/// <summary>What a request wants of a card: what its row shows, and what comes of it once the person has agreed.</summary>
internal abstract class CardTask
{
    /// <summary>What the window says it is for.</summary>
    public abstract PromptPurpose Purpose { get; }

    public static CardTask For(CardRequest request, IssuerCache issuers, TriesMemory tries) => request switch
    {
        AuthenticateRequest r => new LoginTask(r, issuers, tries),
        SigningCertificateRequest => new SigningCertificateTask(),
        SignRequest r => new SignTask(r, tries),
        IdentityRequest r => new IdentityTask(r),
        _ => throw new UnreachableException(),
    };

    /// <summary>Reads what the row shows, and no more. Blocks.</summary>
    /// <exception cref="CardException">Becomes the row's obstacle.</exception>
    /// <exception cref="Protocol.EidBridgeException">As above.</exception>
    public abstract CardFinding Look(IEidCard card, DateTimeOffset now);
}

/// <summary>A request that needs the PIN: one VERIFY, one signature.</summary>
internal abstract class PinTask(TriesMemory tries) : CardTask
{
    /// <summary>Of the PIN, from earlier requests.</summary>
    public TriesMemory Tries => tries;

    public abstract CardKey Key { get; }

    public abstract HashToSign HashFor(CertificateFacts certificate);

    /// <param name="signature">Verified under the certificate.</param>
    public abstract HostReply Answer(CertificateFinding chosen, byte[] signature);
}

/// <summary>A request that needs the person's yes and no PIN.</summary>
internal abstract class ConsentTask : CardTask
{
    /// <summary>Whether the card is read once more after the yes.</summary>
    public abstract bool ReadsMore { get; }

    /// <summary>Reads what else is needed. Blocks.</summary>
    /// <param name="card">The card whose row was chosen.</param>
    /// <param name="cancellationToken">Looked at between two files.</param>
    /// <exception cref="CardException">The person is led back to the cards.</exception>
    public abstract HostReply Answer(IEidCard card, CardFinding chosen, CancellationToken cancellationToken);
}
