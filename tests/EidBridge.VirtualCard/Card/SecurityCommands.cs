using System.Security.Cryptography;

namespace EidBridge.VirtualCard.Card;

/// <summary>The PIN, the keys, and the rules between them.</summary>
internal sealed class SecurityCommands(CardContent content, PinCounter pin, FileSelector selector, bool environmentAnywhere)
{
    private const int Never = int.MaxValue / 2;
    private const int FreeProofs = 5000;

    private readonly KeyRing _keys = new(content);
    private int _sinceVerify = Never;
    private int _proofs;

    public void Reset()
    {
        pin.Forget();
        _keys.Reset();
        _sinceVerify = Never;
    }

    /// <summary>Each command takes a VERIFY one further away.</summary>
    public void CountCommand() => _sinceVerify = Math.Min(_sinceVerify + 1, Never);

    public CardAnswer Verify(CommandBody body)
    {
        if (body.P1 != 0 || body.P2 != 1)
        {
            return StatusWord.WrongParameters;
        }

        if (body.Data.Length == 0)
        {
            return pin.Status;
        }

        if (body.Data.Length != 8)
        {
            return StatusWord.WrongLength;
        }

        _sinceVerify = 0;
        return pin.Verify(body.Data);
    }

    public CardAnswer Change(CommandBody body) =>
        body.P1 != 0 || body.P2 != 1 ? StatusWord.WrongParameters
        : body.Data.Length != 16 ? StatusWord.WrongLength
        : pin.Change(body.Data[..8], body.Data[8..]);

    public CardAnswer ChooseKey(CommandBody body)
    {
        if (body.P1 != 0x41 || body.P2 != 0xB6)
        {
            return StatusWord.WrongParameters;
        }

        if (selector.Directory != "3F00DF00" && !environmentAnywhere)
        {
            return StatusWord.KeyNotFound;
        }

        // For key 83h the PIN comes after MSE SET: an earlier VERIFY is not "just before".
        _sinceVerify = Never;
        return _keys.Choose(body.Data);
    }

    /// <summary>PSO: COMPUTE DIGITAL SIGNATURE.</summary>
    public CardAnswer Sign(CommandBody body)
    {
        if (body.P1 != 0x9E || body.P2 != 0x9A)
        {
            return StatusWord.WrongParameters;
        }

        if (_keys.Chosen == 0)
        {
            return StatusWord.ConditionsNotMet;
        }

        if (!IsOpen)
        {
            return StatusWord.PinNeeded;
        }

        if (_keys.Sign(body.Data) is not { } signature)
        {
            return StatusWord.WrongLength;
        }

        if (_keys.Chosen == KeyRing.NonRepudiation)
        {
            pin.Forget();
        }

        return signature;
    }

    /// <summary>INTERNAL AUTHENTICATE with the basic key 81h: 94 30 and a SHA-384 hash.</summary>
    public CardAnswer ProveChip(CommandBody body)
    {
        if (body.P1 != 0x02 || body.P2 != 0x81)
        {
            return StatusWord.WrongParameters;
        }

        if (body.Data.Length != 50 || body.Data[0] != 0x94 || body.Data[1] != 0x30)
        {
            return StatusWord.WrongData;
        }

        return ++_proofs > FreeProofs && !pin.IsVerified ? StatusWord.PinNeeded : _keys.ProveChip(body.Data[2..]);
    }

    public static CardAnswer Challenge(CommandBody body) => RandomNumberGenerator.GetBytes(body.Wanted);

    public CardAnswer LogOff()
    {
        pin.Forget();
        return StatusWord.Ok;
    }

    // 83h: VERIFY right before PSO on 1.7, one command between tolerated on 1.8, and one VERIFY gives one signature.
    private bool IsOpen => pin.IsVerified
        && (_keys.Chosen == KeyRing.Authentication || _sinceVerify <= (content.Applet == Applet.V18 ? 2 : 1));
}
