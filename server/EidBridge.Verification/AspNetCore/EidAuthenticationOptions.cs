using System.Security.Claims;
using EidBridge.Verification.Revocation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace EidBridge.Verification.AspNetCore;

/// <summary>Where a login's endpoints are, and what becomes of a proof.</summary>
public sealed class EidAuthenticationOptions : AuthenticationSchemeOptions
{
    /// <summary>Name of the scheme.</summary>
    public const string Scheme = "Eid";

    /// <summary><c>GET</c>: a nonce for this browser, <c>{"nonce":"…"}</c>.</summary>
    public PathString ChallengePath { get; set; } = "/eid/challenge";

    /// <summary><c>POST</c> of the token as JSON: 204 and the cookie of <see cref="SignInScheme"/>, or a problem (RFC 9457) with a <c>code</c>.</summary>
    public PathString LoginPath { get; set; } = "/eid/login";

    /// <summary><c>GET</c>: the page library, an ES module with <c>authenticate(nonce)</c>.</summary>
    public PathString ScriptPath { get; set; } = "/eid/eidbridge.js";

    /// <summary>The page with the login button: where someone who must log in is sent, with <c>returnUrl</c>.</summary>
    public PathString LoginPage { get; set; } = "/login";

    /// <summary>The scheme that keeps the session; the site's default when not given.</summary>
    public string? SignInScheme { get; set; }

    /// <summary>What the proof is wanted for; see <see cref="EidUse"/>.</summary>
    public Func<VerifiedEid, CancellationToken, Task<EidUse>>? UseOf { get; set; }

    /// <summary>
    /// The last word before the session opens: add claims, or take the national number out. An <see cref="Protocol.EidBridgeException"/> refuses the login with its code.
    /// </summary>
    public Func<VerifiedEid, ClaimsIdentity, CancellationToken, Task>? OnProved { get; set; }
}

/// <summary>A scheme that could log nobody in is said at the start and names the option.</summary>
internal sealed class EidAuthenticationOptionsRule(IOptions<AuthenticationOptions> schemes) : IValidateOptions<EidAuthenticationOptions>
{
    private const string Prefix = "EidBridge: AddEid: ";

    public ValidateOptionsResult Validate(string? name, EidAuthenticationOptions options)
    {
        PathString[] paths = [options.ChallengePath, options.LoginPath, options.ScriptPath];
        return !Array.TrueForAll(paths, path => path.HasValue) || !options.LoginPage.HasValue ? ValidateOptionsResult.Fail($"{Prefix}a path is empty")
            : paths.Distinct().Count() < paths.Length ? ValidateOptionsResult.Fail($"{Prefix}two of its paths are the same")
            : Keeper(options) is not { } keeper ? ValidateOptionsResult.Fail($"{Prefix}{nameof(options.SignInScheme)}: which scheme keeps the session? Give it, or a default")
            : !schemes.Value.SchemeMap.TryGetValue(keeper, out var scheme) ? ValidateOptionsResult.Fail($"{Prefix}{nameof(options.SignInScheme)}: there is no scheme '{keeper}'")
            : !typeof(IAuthenticationSignInHandler).IsAssignableFrom(scheme.HandlerType)
                ? ValidateOptionsResult.Fail($"{Prefix}{nameof(options.SignInScheme)}: the scheme '{keeper}' keeps no session; AddCookie does")
                : ValidateOptionsResult.Success;
    }

    private string? Keeper(EidAuthenticationOptions options) =>
        options.SignInScheme ?? schemes.Value.DefaultSignInScheme ?? schemes.Value.DefaultScheme;
}
