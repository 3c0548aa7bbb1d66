using EidBridge.Card;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;
using EidBridge.Protocol.Identity;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Commands.Tasks;

/// <summary><c>get-identity</c>: what stands on the card, as far as the site asks and the person agrees. The address and the photo are read after that.</summary>
internal sealed class IdentityTask(IdentityRequest request) : ConsentTask
{
    public override PromptPurpose Purpose { get; } = new PromptPurpose.ShareIdentity(request.Fields, request.WantsFiles);

    public override bool ReadsMore => request.WantsFiles || Wants(IdentityField.Address) || Wants(IdentityField.Photo);

    public override CardFinding Look(IEidCard card, DateTimeOffset now)
    {
        var file = card.ReadFile(CardFile.Identity);
        return new IdentityFinding(file, CardIdentity.Parse(file) ?? throw new EidBridgeException(ErrorCode.CardError, "the identity file cannot be read"));
    }

    public override HostReply Answer(IEidCard card, CardFinding chosen, CancellationToken cancellationToken)
    {
        var finding = (IdentityFinding)chosen;
        var address = request.WantsFiles || Wants(IdentityField.Address) ? card.ReadFile(CardFile.Address) : null;
        cancellationToken.ThrowIfCancellationRequested();
        var photo = request.WantsFiles || Wants(IdentityField.Photo) ? card.ReadFile(CardFile.Photo) : null;
        cancellationToken.ThrowIfCancellationRequested();
        return new IdentityReply(
            [.. Fields(finding.Identity)],
            Wants(IdentityField.Address) ? AddressOf(address!) : null,
            Wants(IdentityField.Photo) ? photo : null,
            request.WantsFiles ? ReadFiles(card, finding.File, address!, photo!, cancellationToken) : null);
    }

    private static IdentityFiles ReadFiles(IEidCard card, byte[] identity, byte[] address, byte[] photo, CancellationToken cancellationToken)
    {
        var identitySignature = card.ReadFile(CardFile.IdentitySignature);
        var addressSignature = card.ReadFile(CardFile.AddressSignature);
        cancellationToken.ThrowIfCancellationRequested();
        return new IdentityFiles(identity, identitySignature, address, addressSignature, photo, card.ReadCertificate(CardCertificate.Register));
    }

    private static CardAddress AddressOf(byte[] file) =>
        CardAddress.Parse(file) ?? throw new EidBridgeException(ErrorCode.CardError, "the address file cannot be read");

    private static string? TextOf(CardIdentity identity, string field) => field switch
    {
        IdentityField.Surname => identity.Surname,
        IdentityField.GivenNames => identity.GivenNames,
        IdentityField.ThirdInitial => identity.ThirdInitial,
        IdentityField.NationalNumber => identity.NationalNumber,
        IdentityField.BirthDate => identity.BirthDate,
        IdentityField.BirthPlace => identity.BirthPlace,
        IdentityField.Sex => identity.Sex,
        IdentityField.Nationality => identity.Nationality,
        IdentityField.NobleCondition => identity.NobleCondition,
        IdentityField.DocumentType => identity.DocumentType,
        IdentityField.SpecialStatus => identity.SpecialStatus,
        IdentityField.CardNumber => identity.CardNumber,
        IdentityField.ValidFrom => identity.ValidFrom is { } from ? IdentityFinding.Iso(from) : null,
        IdentityField.ValidUntil => identity.ValidUntil is { } until ? IdentityFinding.Iso(until) : null,
        IdentityField.Municipality => identity.Municipality,
        _ => null,
    };

    private bool Wants(string field) => request.Fields.Contains(field, StringComparer.Ordinal);

    private IEnumerable<KeyValuePair<string, string>> Fields(CardIdentity identity) =>
        from field in request.Fields
        let text = TextOf(identity, field)
        where text is not null
        select KeyValuePair.Create(field, text);
}
