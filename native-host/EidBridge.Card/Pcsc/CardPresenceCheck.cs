namespace EidBridge.Card.Pcsc;

/// <summary>
/// Tells a card that was pulled from a card that fails: a command on the way when the card leaves ends in one of several codes, and the
/// service may notice the empty reader a moment later.
/// </summary>
internal sealed class CardPresenceCheck : IDisposable
{
    private static readonly TimeSpan NoticeLimit = TimeSpan.FromSeconds(1);

    private readonly IPcscContext _context;
    private readonly PcscReaderState _connected;

    /// <param name="context">Of the connection; released with this object.</param>
    public CardPresenceCheck(IPcscContext context, string reader)
    {
        _context = context;
        _connected = context.GetStates([reader])[0];
    }

    /// <returns>Whether the card of the connection is gone, within a second of asking.</returns>
    public bool IsGone()
    {
        var now = Look();
        if (now.HasSameCardAs(_connected))
        {
            _context.WaitForChange(now, NoticeLimit);
            now = Look();
        }

        return !now.HasSameCardAs(_connected);
    }

    public void Dispose() => _context.Dispose();

    private PcscReaderState Look() => _context.GetStates([_connected.Name])[0];
}
