namespace EidBridge.Verification.Revocation;

/// <summary>The last answers, by issuer and serial number; the one not used for longest makes room. Safe for many threads.</summary>
internal sealed class AnswerCache(int most)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, RevocationAnswer Answer)>> _nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, RevocationAnswer Answer)> _byUse = [];

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

    public RevocationAnswer? Find(string key)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(key, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Answer;
        }
    }

    public void Keep(string key, RevocationAnswer answer)
    {
        lock (_lock)
        {
            if (_nodes.Remove(key, out var old))
            {
                _byUse.Remove(old);
            }

            _nodes[key] = _byUse.AddFirst((key, answer));
            if (_nodes.Count > most)
            {
                _nodes.Remove(_byUse.Last!.Value.Key);
                _byUse.RemoveLast();
            }
        }
    }
}
