using EidBridge.Verification.Revocation;
using Microsoft.Extensions.Logging;

namespace EidBridge.Verification.AspNetCore;

/// <summary>The check, where a site wants one; it ends with the site's services.</summary>
/// <param name="options">Null for a site that asks nobody.</param>
internal sealed class RevocationSource(RevocationOptions? options, TimeProvider time, ILogger<RevocationCheck> logger) : IDisposable
{
    public RevocationCheck? Check { get; } = options is null ? null : new RevocationCheck(options, time, logger);

    public void Dispose() => Check?.Dispose();
}
