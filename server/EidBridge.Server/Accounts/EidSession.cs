using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Accounts;

/// <summary>The eID proof of this request, and the account of the person it proves.</summary>
internal sealed class EidSession(
    IHttpContextAccessor http,
    IAuthenticationSchemeProvider schemes,
    AccountStore accounts,
    IOptions<SessionOptions> options,
    TimeProvider clock)
{
    /// <returns>The proof, or null when there is none or it is too old.</returns>
    public async Task<EidProof?> FindProofAsync()
    {
        if (http.HttpContext is not { } context || await schemes.GetSchemeAsync(EidProof.Scheme) is null)
        {
            return null;
        }

        var result = await context.AuthenticateAsync(EidProof.Scheme);
        return EidProof.From(result.Principal) is { } proof && clock.GetUtcNow() - proof.ProvedAt < options.Value.ProofLifetime ? proof : null;
    }

    public async Task<Account?> FindAccountAsync(CancellationToken cancellationToken) =>
        await FindProofAsync() is { } proof ? await accounts.FindByNationalNumberAsync(proof.NationalNumber, cancellationToken) : null;
}
