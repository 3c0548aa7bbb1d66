using System.Security.Cryptography.X509Certificates;

namespace EidBridge.Card.Pkcs11;

/// <summary>A token of a module as a card: two certificates at most, their keys, and nothing else.</summary>
/// <param name="index">Which of the tokens that hold a certificate for the request.</param>
/// <param name="counted">Is told how many there are.</param>
internal sealed class TokenCard(Func<WorkerProcess> start, int index, Action<int> counted) : IEidCard
{
    private static readonly TimeSpan FindLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SignLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan KeypadLimit = TimeSpan.FromSeconds(60);
    private readonly Dictionary<CardCertificate, TokenCertificate> _found = [];
    private WorkerProcess? _worker;
    private TokenPin _pin;

    public bool HasPinPad => _found.Values.Any(certificate => certificate.AsksItself);

    public TokenPin? TokenPin => _pin;

    public byte[] ReadCertificate(CardCertificate certificate)
    {
        if (certificate is not (CardCertificate.Authentication or CardCertificate.Signing))
        {
            throw new CardException(CardFault.CertificateMissing, "only the person's own certificates are looked for");
        }

        _worker ??= start();
        var (found, count) = _worker.Ask(
            request =>
            {
                request.Write((byte)WorkerCommand.Find);
                request.Write((int)certificate);
                request.Write(index);
            },
            Found, pin: null, FindLimit);
        counted(count);
        (_found[certificate], _pin) = (found, found.Pin);
        return found.Der;
    }

    public byte[] ReadFile(CardFile file) => throw new CardException(CardFault.TokenMissing, "modules have no identity files");

    public CardFacts ReadFacts() => throw new CardException(CardFault.TokenMissing, "modules have no applet");

    public SigningResult Sign(CardKey key, Pin pin, HashToSign hash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pin);
        cancellationToken.ThrowIfCancellationRequested();
        return Sign(key, pin, hash, SignLimit);
    }

    public SigningResult SignWithPinPad(CardKey key, HashToSign hash, string language, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Sign(key, pin: null, hash, KeypadLimit);
    }

    public void Dispose() => _worker?.Dispose();

    private static bool IsRsa(byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        using var rsa = certificate.GetRSAPublicKey();
        return rsa is not null;
    }

    private SigningResult Sign(CardKey key, Pin? pin, HashToSign hash, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(hash);
        var use = key == CardKey.Signing ? CardCertificate.Signing : CardCertificate.Authentication;
        var certificate = _found.GetValueOrDefault(use) ?? throw new InvalidOperationException($"The {use} certificate was not read");
        var isRsa = IsRsa(certificate.Der);
        return _worker!.Ask(
            request =>
            {
                request.Write((byte)WorkerCommand.Sign);
                request.Write(certificate.Slot);
                request.WriteBytes(certificate.Der);
                request.Write(certificate.Label);
                request.WriteBytes(certificate.Id);
                request.Write(isRsa);
                request.WriteBytes(isRsa ? hash.ToDigestInfo() : hash.Value.ToArray());
                request.Write(pin?.Length ?? 0);
            },
            Signed, pin, limit);
    }

    private static (TokenCertificate Certificate, int Count) Found(BinaryReader answer) => (WorkerOutcome)answer.ReadByte() switch
    {
        WorkerOutcome.Found => (TokenCertificate.ReadFrom(answer), answer.ReadInt32()),
        WorkerOutcome.NoToken or WorkerOutcome.TokenGone => throw new CardException(CardFault.TokenMissing, "no token with such a certificate"),
        _ => throw new CardException(CardFault.ModuleFailed, answer.ReadString()),
    };

    private static SigningResult Signed(BinaryReader answer) => (WorkerOutcome)answer.ReadByte() switch
    {
        WorkerOutcome.Signed => new SigningResult.Signed(WorkerMessage.ReadBytes(answer)),
        WorkerOutcome.WrongPin => new SigningResult.WrongPin(answer.ReadBoolean() ? 1 : null),
        WorkerOutcome.PinBlocked => new SigningResult.PinBlocked(),
        WorkerOutcome.Cancelled => new SigningResult.KeypadCancelled(),
        WorkerOutcome.TokenGone => throw new CardException(CardFault.CardRemoved, "the token is gone, or is another one"),
        _ => throw new CardException(CardFault.ModuleFailed, answer.ReadString()),
    };
}
