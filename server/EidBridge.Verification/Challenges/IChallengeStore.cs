using EidBridge.Protocol;

namespace EidBridge.Verification.Challenges;

/// <summary>Keeps the nonces that browser sessions were given, each until it is taken once or ends.</summary>
public interface IChallengeStore
{
    /// <param name="session">What tells this browser session from every other; never the nonce itself.</param>
    /// <returns>A new nonce, good for <see cref="ChallengeNonce.Lifetime"/>.</returns>
    Task<string> GiveAsync(string session, CancellationToken cancellationToken);

    /// <returns>The nonces that this session may still use; a person with two tabs has two.</returns>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.NonceUnknown"/> or <see cref="ErrorCode.NonceExpired"/>.</exception>
    Task<IReadOnlyList<string>> FindAsync(string? session, CancellationToken cancellationToken);

    /// <summary>One atomic step: of any number of requests with the same nonce, on any number of machines, one passes.</summary>
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.NonceUnknown"/>: another request took it.</exception>
    Task TakeAsync(string session, string nonce, CancellationToken cancellationToken);
}
