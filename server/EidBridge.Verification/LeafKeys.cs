namespace EidBridge.Verification;

/// <summary>
/// The keys of cards that logged in of late, ready to verify with: reading a key costs the platform three times a check of an RSA signature. Nothing is remembered of
/// what a key verified; both signatures are checked at every login. The one not used for longest makes room. Safe for many threads.
/// </summary>
/// <param name="most">None are kept when 0 or less.</param>
internal sealed class LeafKeys(int most)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Certificate, VerificationKey Key)>> _nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Certificate, VerificationKey Key)> _byUse = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _nodes.Count;
            }
        }
    }

    /// <param name="certificate">SHA-256 of the certificate in hexadecimal.</param>
    public VerificationKey? Find(string certificate)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(certificate, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Key;
        }
    }

    /// <summary>Only for a card that has proved itself: made-up certificates push nobody out.</summary>
    /// <returns>Whether the key is kept, and lives on.</returns>
    public bool Keep(string certificate, VerificationKey key)
    {
        lock (_lock)
        {
            if (most <= 0 || !_nodes.TryAdd(certificate, new LinkedListNode<(string, VerificationKey)>((certificate, key))))
            {
                return false;
            }

            _byUse.AddFirst(_nodes[certificate]);
            if (_nodes.Count > most)
            {
                var (oldest, unused) = _byUse.Last!.Value;
                _nodes.Remove(oldest);
                _byUse.RemoveLast();
                unused.Release();
            }

            return true;
        }
    }
}
