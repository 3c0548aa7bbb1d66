using EidBridge.Card.Apdu;
using EidBridge.Card.Pcsc;

namespace EidBridge.Card.Belgian;

/// <summary>
/// The Belgian eID card, applets 1.7 and 1.8, with the fewest commands it allows: 1 + ceil(L / 256) for a certificate and
/// 5 for a signature, LOG OFF included.
/// </summary>
internal sealed class BelgianCard : IEidCard
{
    // Applet 1.1 takes a try for the question.
    private const byte FirstAppletWithFreeStatus = 0x17;
    private readonly CardSession _session;
    private readonly CardWire _wire;
    private readonly CardFiles _files;
    private readonly Dictionary<CardCertificate, byte[]> _read = [];
    private byte[]? _identity;

    private readonly IPcscCard _card;
    private readonly string _reader;
    private PinPad? _pinPad;
    private bool _readerWasAsked;

    /// <param name="translate">What a code of PC/SC means in this system.</param>
    public BelgianCard(IPcscCard card, string reader, CardPresenceCheck presence, Func<PcscException, CardException> translate, TimeProvider time)
    {
        _card = card;
        _reader = reader;
        _session = new CardSession(card, presence, translate);
        _wire = new CardWire(card);
        _files = new CardFiles(_wire, time);
    }

    public byte[] ReadCertificate(CardCertificate certificate) => _session.Run(
        () =>
        {
            ConfirmSameCard();
            Select(certificate);
            _read[certificate] = CertificateFile.Read(_wire);
            return (byte[])_read[certificate].Clone();
        },
        CancellationToken.None);

    public byte[] ReadFile(CardFile file) => _session.Run(
        () =>
        {
            ConfirmSameCard();
            if (!_files.Select(FileId.Of(file)))
            {
                throw new CardException(CardFault.CardUnsupported, $"no file for {file}");
            }

            var bytes = IdentityFile.Read(_wire, IdentityFile.LengthOf(file, _identity));
            _identity = file == CardFile.Identity ? bytes : _identity;
            return (byte[])bytes.Clone();
        },
        CancellationToken.None);

    public CardFacts ReadFacts() => _session.Run(
        () =>
        {
            ConfirmSameCard();
            var applet = _wire.Send(new GetCardData());
            var tries = applet >= FirstAppletWithFreeStatus ? _wire.Send(new AskPinStatus()) : null;
            return new CardFacts(FormattableString.Invariant($"{applet >> 4}.{applet & 0x0F}"), tries);
        },
        CancellationToken.None);

    public bool HasPinPad => FindPinPad() is not null;

    public TokenPin? TokenPin => null;

    public SigningResult Sign(CardKey key, Pin pin, HashToSign hash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pin);
        return Sign(key, hash, () => _wire.Send(new VerifyPin(pin)), cancellationToken);
    }

    public SigningResult SignWithPinPad(CardKey key, HashToSign hash, string language, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(language);
        var pad = FindPinPad() ?? throw new InvalidOperationException("The reader has no keypad");
        return Sign(key, hash, () => PinVerdict.FromKeypad(pad.Verify(_card, language)), cancellationToken);
    }

    public void Dispose() => _session.Dispose();

    private static CardCertificate CertificateOf(CardKey key) =>
        key == CardKey.Authentication ? CardCertificate.Authentication : CardCertificate.Signing;

    private SigningResult Sign(CardKey key, HashToSign hash, Func<PinVerdict> verify, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hash);
        var certificate = CertificateOf(key);
        var shown = _read.GetValueOrDefault(certificate) ?? throw new InvalidOperationException($"The {certificate} certificate was not read");
        var signing = SigningKey.For(key, shown, hash);
        return _session.Run(
            () =>
            {
                ConfirmSameCard();
                return Sign(signing, verify, cancellationToken);
            },
            cancellationToken);
    }

    private SigningResult Sign(SigningKey key, Func<PinVerdict> verify, CancellationToken cancellationToken)
    {
        ChooseKey(key);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // From here on the card may hold a PIN: every way out passes LOG OFF, or a reset where nobody waits for it any more.
            _session.PinIsSent();
            var verdict = verify();
            if (verdict.IsRight)
            {
                // A wrong PIN has cost a try: that is told also where nobody waits for the signature any more.
                cancellationToken.ThrowIfCancellationRequested();
            }

            return verdict switch
            {
                { IsRight: true } => new SigningResult.Signed(key.Checked(_wire.Send(new ComputeSignature(key.Input)))),
                { Keypad: { } given } => given,
                { TriesLeft: { } left and > 0 } => new SigningResult.WrongPin(left),
                _ => new SigningResult.PinBlocked(),
            };
        }
        finally
        {
            LogOffOrReset();
        }
    }

    // MSE SET is the probe: only a card that accepts the key reference here and now is sent a PIN.
    private void ChooseKey(SigningKey key)
    {
        var command = new SetSecurityEnvironment(key.Algorithm, key.Reference);
        if (_wire.Send(command) == Sw.Ok)
        {
            return;
        }

        _files.SelectKeyDirectory();
        var again = _wire.Send(command);
        if (again != Sw.Ok)
        {
            throw Sw.Unexpected("MSE SET", again);
        }
    }

    private void LogOffOrReset()
    {
        try
        {
            if (_wire.Send(new LogOff()))
            {
                _session.LoggedOff();
            }
        }
        catch (PcscException)
        {
            // A card that is gone or was reset has forgotten the PIN; one that only fails is reset at the end.
        }
    }

    // In a transaction as the rest: another program's would refuse the question. An answer is kept, a failure is not.
    private PinPad? FindPinPad()
    {
        if (!_readerWasAsked)
        {
            _pinPad = _session.Run(() => PinPad.Find(_card, _reader), CancellationToken.None);
            _readerWasAsked = true;
        }

        return _pinPad;
    }

    private void Select(CardCertificate certificate)
    {
        if (!_files.Select(FileId.Of(certificate)))
        {
            throw new CardException(CardFault.CertificateMissing, $"no file for the {certificate} certificate");
        }
    }

    /// <summary>Whoever reset the card may have changed it: what is signed with must be what the person was shown.</summary>
    private void ConfirmSameCard()
    {
        if (_session.MustConfirm && !IsAsShown())
        {
            throw new CardException(CardFault.CardReset, "another card than the one that was shown");
        }

        _session.Confirmed();
    }

    // Only the person's own certificates and identity tell one card from another.
    private bool IsAsShown()
    {
        if (LeafRead() is { } leaf)
        {
            Select(leaf);
            return CertificateFile.StartsAs(_read[leaf], _wire);
        }

        return _identity is null || (_files.Select(FileId.Of(CardFile.Identity)) && IdentityFile.StartsAs(_identity, _wire));
    }

    private CardCertificate? LeafRead() =>
        _read.ContainsKey(CardCertificate.Authentication) ? CardCertificate.Authentication
        : _read.ContainsKey(CardCertificate.Signing) ? CardCertificate.Signing
        : null;
}
