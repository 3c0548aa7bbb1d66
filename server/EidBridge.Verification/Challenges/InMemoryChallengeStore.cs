using EidBridge.Protocol;

namespace EidBridge.Verification.Challenges;

/// <summary>For a site on one machine. Nonces are lost with the process: whoever was typing a PIN then begins anew.</summary>
internal sealed class InMemoryChallengeStore(TimeProvider time) : IChallengeStore
{
    /// <summary>Tabs a person may have on the way at once; an older nonce makes room.</summary>
    private const int PerSession = 5;

    /// <summary>Nonces kept in all; one is some 300 bytes with its session. The oldest makes room, so whoever asks without end pushes out others, not the process.</summary>
    private const int MaxGiven = 100_000;

    /// <summary>How long an expired nonce is remembered, to say "expired" instead of "unknown".</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Given>> _sessions = new(StringComparer.Ordinal);
    private readonly Queue<(string Session, DateTimeOffset At)> _byAge = new();

    /// <inheritdoc/>
    public Task<string> GiveAsync(string session, CancellationToken cancellationToken)
    {
        var nonce = ChallengeNonce.Create();
        var now = time.GetUtcNow();
        lock (_lock)
        {
            Forget(now);
            if (!_sessions.TryGetValue(session, out var given))
            {
                _sessions[session] = given = [];
            }

            given.Add(new Given(nonce, now + ChallengeNonce.Lifetime));
            if (given.Count > PerSession)
            {
                given.RemoveAt(0);
            }

            _byAge.Enqueue((session, now));
        }

        return Task.FromResult(nonce);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindAsync(string? session, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (session is null || !_sessions.TryGetValue(session, out var given) || given.Count == 0)
            {
                throw new EidBridgeException(ErrorCode.NonceUnknown);
            }

            IReadOnlyList<string> usable = [.. given.Where(g => g.ExpiresAt > now).Select(g => g.Nonce)];
            return usable.Count > 0 ? Task.FromResult(usable) : throw new EidBridgeException(ErrorCode.NonceExpired);
        }
    }

    /// <inheritdoc/>
    public Task TakeAsync(string session, string nonce, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            return _sessions.TryGetValue(session, out var given) && given.RemoveAll(g => g.Nonce == nonce && g.ExpiresAt > now) == 1
                ? Task.CompletedTask
                : throw new EidBridgeException(ErrorCode.NonceUnknown);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        while (_byAge.TryPeek(out var oldest) && (now - oldest.At > Remembered || _byAge.Count >= MaxGiven))
        {
            _byAge.Dequeue();
            if (_sessions.TryGetValue(oldest.Session, out var given))
            {
                given.RemoveAll(g => g.ExpiresAt <= oldest.At + ChallengeNonce.Lifetime);
                if (given.Count == 0)
                {
                    _sessions.Remove(oldest.Session);
                }
            }
        }
    }

    private readonly record struct Given(string Nonce, DateTimeOffset ExpiresAt);
}
