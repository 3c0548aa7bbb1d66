namespace EidBridge.VirtualCard.Card;

/// <summary>T=0: data in both directions is announced by 61xx and fetched by GET RESPONSE, at once or never (ISO 7816-3).</summary>
internal sealed class ResponseStore
{
    private byte[] _waiting = [];

    public void Drop() => _waiting = [];

    /// <summary>Keeps the data of a good answer for GET RESPONSE.</summary>
    public CardAnswer Give(CardAnswer answer)
    {
        if (answer.Data.Length == 0)
        {
            return answer;
        }

        _waiting = answer.Data;
        return Announced;
    }

    /// <summary>GET RESPONSE.</summary>
    public CardAnswer Take(byte le)
    {
        var wanted = le == 0 ? 256 : le;
        if (_waiting.Length == 0)
        {
            return StatusWord.ConditionsNotMet;
        }

        if (wanted > _waiting.Length)
        {
            return (ushort)(StatusWord.ExactLength | _waiting.Length);
        }

        var given = _waiting[..wanted];
        _waiting = _waiting[wanted..];
        return _waiting.Length == 0 ? given : new CardAnswer(given, Announced);
    }

    private ushort Announced => (ushort)(StatusWord.MoreData | (_waiting.Length > 255 ? 0 : _waiting.Length));
}
