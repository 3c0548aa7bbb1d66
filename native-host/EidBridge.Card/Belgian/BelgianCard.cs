using EidBridge.Card.Apdu;
using EidBridge.Card.Pcsc;

namespace EidBridge.Card.Belgian;

/// <summary>
/// The Belgian eID card, applets 1.7 and 1.8, with the fewest commands it allows: 1 + ceil(L / 256) for the certificate and
/// 5 for a signature, LOG OFF included.
/// </summary>
internal sealed class BelgianCard(IPcscCard card, CardPresenceCheck presence, TimeProvider time) : IEidCard
{
    private const byte AuthenticationKey = 0x82;
    private const int MaxResets = 3;
    private static readonly TimeSpan TransactionLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseAfterRefusedSelect = TimeSpan.FromMilliseconds(20);

    private readonly CardWire _wire = new(card);
    private byte[]? _shown;
    private bool _verifySent;

    public byte[] ReadAuthenticationCertificate() => InTransaction(() => { }, () =>
    {
        SelectAuthenticationCertificate();
        _shown = CertificateFile.Read(_wire);
        return (byte[])_shown.Clone();
    });

    public AuthenticationResult SignAuthentication(Pin pin, ReadOnlySpan<byte> hash)
    {
        ArgumentNullException.ThrowIfNull(pin);
        var key = SigningKey.For(hash);
        var copy = hash.ToArray();

        // Whoever reset the card may have changed it: what is signed with must be what the person was shown.
        return InTransaction(ConfirmSameCard, () => Sign(key, pin, copy));
    }

    public void Dispose()
    {
        card.Dispose();
        presence.Dispose();
    }

    private AuthenticationResult Sign(SigningKey key, Pin pin, byte[] hash)
    {
        ChooseKey(key);
        try
        {
            // From here on the card may hold a PIN: every way out passes LOG OFF.
            _verifySent = true;
            var verdict = _wire.Send(new VerifyPin(pin));
            return verdict switch
            {
                { IsRight: true } => new AuthenticationResult.Signed(key.Checked(_wire.Send(new ComputeSignature(hash)))),
                { TriesLeft: { } left and > 0 } => new AuthenticationResult.WrongPin(left),
                _ => new AuthenticationResult.PinBlocked(),
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
        var command = new SetSecurityEnvironment(key.Algorithm, AuthenticationKey);
        if (_wire.Send(command) == Sw.Ok)
        {
            return;
        }

        SelectDirectory();
        var again = _wire.Send(command);
        if (again != Sw.Ok)
        {
            throw Sw.Unexpected("MSE SET", again);
        }
    }

    private void LogOffOrReset()
    {
        var loggedOff = false;
        try
        {
            loggedOff = _wire.Send(new LogOff());
        }
        catch (PcscException)
        {
            // A card that is gone or was reset has forgotten the PIN; one that only fails is reset below.
        }
        finally
        {
            if (!loggedOff)
            {
                card.ResetAtEnd();
            }
        }
    }

    private void SelectAuthenticationCertificate()
    {
        var status = _wire.Send(new SelectByPath(0x3F, 0x00, 0xDF, 0x00, 0x50, 0x38));
        if (status is Sw.WrongLength or Sw.WrongParameters)
        {
            // Some readers make 1.7 cards refuse a path now and then: by ids, after a pause, it works.
            Pause(PauseAfterRefusedSelect);
            SelectByIds();
            status = _wire.Send(new SelectById(0x50, 0x38));
        }

        if (status == Sw.FileNotFound && _wire.Send(new SelectByPath(0x3F, 0x00, 0xDF, 0x00)) == Sw.Ok)
        {
            throw new CardException(CardFault.CertificateMissing, "SELECT of 5038: not found");
        }

        if (status != Sw.Ok)
        {
            throw new CardException(CardFault.CardUnsupported, FormattableString.Invariant($"SELECT: {status:X4}"));
        }
    }

    private void SelectDirectory()
    {
        if (_wire.Send(new SelectByPath(0x3F, 0x00, 0xDF, 0x00)) != Sw.Ok)
        {
            Pause(PauseAfterRefusedSelect);
            SelectByIds();
        }
    }

    private void SelectByIds()
    {
        _wire.Send(new SelectById(0x3F, 0x00));
        _wire.Send(new SelectById(0xDF, 0x00));
    }

    private void ConfirmSameCard()
    {
        SelectAuthenticationCertificate();
        var block = CertificateFile.ReadFirstBlock(_wire).Span;
        if (_shown is null || !block.StartsWith(_shown.AsSpan(0, Math.Min(block.Length, _shown.Length))))
        {
            throw new CardException(CardFault.CardReset, "another card than the one that was shown");
        }
    }

    /// <summary>Runs one unit of commands; a reset before VERIFY starts it anew, after VERIFY it is told.</summary>
    private T InTransaction<T>(Action afterReset, Func<T> work)
    {
        _verifySent = false;
        for (var resets = 0; ; resets++)
        {
            try
            {
                card.BeginTransaction(TransactionLimit);
                try
                {
                    if (resets > 0)
                    {
                        afterReset();
                    }

                    return work();
                }
                finally
                {
                    EndTransaction();
                }
            }
            catch (PcscException e) when (e.Code == PcscCode.CardWasReset && !_verifySent && resets < MaxResets)
            {
                Reconnect();
            }
            catch (PcscException e)
            {
                throw Explain(e);
            }
        }
    }

    private CardException Explain(PcscException e)
    {
        try
        {
            return e.Fault == CardFault.CardError && presence.IsGone()
                ? new CardException(CardFault.CardRemoved, e.Message, e)
                : e.ToCardException();
        }
        catch (PcscException)
        {
            return e.ToCardException();
        }
    }

    private void Reconnect()
    {
        try
        {
            card.Reconnect();
        }
        catch (PcscException e)
        {
            throw e.ToCardException();
        }
    }

    private void EndTransaction()
    {
        try
        {
            card.EndTransaction();
        }
        catch (PcscException)
        {
            // The transaction ended with the card; what the work threw or returned stands.
        }
    }

    private void Pause(TimeSpan length) => Task.Delay(length, time).GetAwaiter().GetResult();
}
