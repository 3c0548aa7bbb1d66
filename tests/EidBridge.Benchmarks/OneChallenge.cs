using EidBridge.Verification.Challenges;

namespace EidBridge.Benchmarks;

/// <summary>Making a token costs as much as checking one: the same one comes again and again.</summary>
internal sealed class OneChallenge(string nonce) : IChallengeStore
{
    private readonly Task<IReadOnlyList<string>> _nonces = Task.FromResult<IReadOnlyList<string>>([nonce]);

    public Task<string> GiveAsync(string session, CancellationToken cancellationToken) => Task.FromResult(nonce);

    public Task<IReadOnlyList<string>> FindAsync(string? session, CancellationToken cancellationToken) => _nonces;

    public Task TakeAsync(string session, string nonce, CancellationToken cancellationToken) => Task.CompletedTask;
}
