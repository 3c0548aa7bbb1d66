using EidBridge.Card;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;

namespace EidBridge.Host.Commands;

/// <summary>One card in one reader, kept connected so that it stays powered while the person thinks.</summary>
internal sealed class ListedCard : IDisposable
{
    private IEidCard? _connection;

    private ListedCard(CardReader reader) => Reader = reader;

    public CardReader Reader { get; }

    public CertificateFacts? Certificate { get; private set; }

    /// <summary>DER of the CA that issued the certificate, where it was asked for and the card holds it.</summary>
    public byte[]? Issuer { get; private set; }

    /// <summary>A code of the catalogue, or null when the card can be used.</summary>
    public string? Obstacle { get; set; }

    /// <summary>Known after a wrong PIN.</summary>
    public int? TriesLeft { get; set; }

    public CardRow Row => new(Reader.Name, Certificate?.Person, Certificate?.Issuer, Certificate?.ValidUntil, Obstacle, TriesLeft);

    /// <summary>Connects and reads the certificate, once. Whatever goes wrong becomes the row's obstacle.</summary>
    /// <param name="issuers">Null when nobody wants the issuing CA.</param>
    /// <exception cref="CardException">The service stopped or refuses this session.</exception>
    public static ListedCard Read(ICardReaders readers, CardReader reader, DateTimeOffset now, IssuerCache? issuers)
    {
        var card = new ListedCard(reader);
        try
        {
            card.ReadOver(readers, now, issuers, lastTry: false);
        }
        catch (CardException e) when (e.Fault is not CardFault.ServiceUnavailable and not CardFault.AccessDenied)
        {
            card.Obstacle = CardFaults.CodeOf(e.Fault);
        }
        catch (EidBridgeException e)
        {
            card.Obstacle = e.Code;
        }

        return card;
    }

    /// <summary>As <see cref="IEidCard.Sign"/>. Blocks.</summary>
    public SigningResult Sign(Pin pin, HashToSign hash, CancellationToken cancellationToken) =>
        _connection!.Sign(CardKey.Authentication, pin, hash, cancellationToken);

    public void Dispose() => _connection?.Dispose();

    private void ReadOver(ICardReaders readers, DateTimeOffset now, IssuerCache? issuers, bool lastTry)
    {
        if (Reader.Presence == CardPresence.Mute)
        {
            throw new CardException(CardFault.CardError, "no answer to reset");
        }

        _connection = readers.Connect(Reader);
        try
        {
            Certificate = CertificateFacts.Read(_connection.ReadCertificate(CardCertificate.Authentication));
            Obstacle = Certificate.ObstacleAt(now);
            Issuer = issuers is not null && Obstacle is null ? FindIssuer(_connection, Certificate.Der, issuers) : null;
        }
        catch (CardException e) when (e.Fault == CardFault.CardReset && !lastTry)
        {
            // Another program looks at a card that was just put in: nothing is lost by reading again.
            _connection.Dispose();
            ReadOver(readers, now, issuers, lastTry: true);
        }
    }

    // A card without the right CA is no obstacle: the site may hold the CA itself.
    private static byte[]? FindIssuer(IEidCard card, byte[] certificate, IssuerCache issuers)
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
        catch (CardException e) when (e.Fault == CardFault.CertificateMissing)
        {
            return null;
        }
    }
}
