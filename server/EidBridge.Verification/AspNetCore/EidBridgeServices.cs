using EidBridge.Verification.Challenges;
using EidBridge.Verification.Documents;
using EidBridge.Verification.Identity;
using EidBridge.Verification.Revocation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EidBridge.Verification.AspNetCore;

/// <summary>Adds login by Belgian eID to a site.</summary>
public static class EidBridgeServices
{
    /// <summary>The verifiers of tokens, identity files and documents, the nonces (in memory, unless an <see cref="IChallengeStore"/> was added before) and revocation. Options are checked when the host starts.</summary>
    public static IServiceCollection AddEidBridge(this IServiceCollection services, Action<EidBridgeOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<EidBridgeOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EidBridgeOptions>, EidBridgeOptionsRule>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IChallengeStore, InMemoryChallengeStore>();
        services.AddSingleton(provider => new EidTokenVerifier(
            provider.GetRequiredService<IOptions<EidBridgeOptions>>().Value.ToVerification(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RevocationSource(
            provider.GetRequiredService<IOptions<EidBridgeOptions>>().Value.Revocation,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RevocationCheck>>()));
        services.AddScoped(provider => new EidAuthenticator(
            provider.GetRequiredService<EidTokenVerifier>(),
            provider.GetRequiredService<IChallengeStore>(),
            provider.GetRequiredService<RevocationSource>().Check));
        services.AddSingleton(provider => new IdentityVerifier(
            provider.GetRequiredService<IOptions<EidBridgeOptions>>().Value.ToVerification(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<RevocationSource>().Check));
        services.AddSingleton(provider => new DocumentVerifier(
            provider.GetRequiredService<IOptions<EidBridgeOptions>>().Value.ToVerification(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<RevocationSource>().Check));
        services.AddHostedService<StartRehearsal>();
        services.AddHostedService<RevocationListRefresher>();
        return services;
    }

    /// <summary>
    /// The endpoints of a login as an authentication scheme: it gives nonces, takes tokens and signs in with the scheme of a cookie. They answer in <c>UseAuthentication</c>, before
    /// any endpoint: a rate limit for them is the application's <c>GlobalLimiter</c>, with <c>UseRateLimiter</c> before <c>UseAuthentication</c>.
    /// </summary>
    public static AuthenticationBuilder AddEid(this AuthenticationBuilder builder, Action<EidAuthenticationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<EidAuthenticationOptions>(EidAuthenticationOptions.Scheme).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EidAuthenticationOptions>, EidAuthenticationOptionsRule>());
        return builder.AddScheme<EidAuthenticationOptions, EidAuthenticationHandler>(EidAuthenticationOptions.Scheme, "Belgian eID", configure);
    }
}
