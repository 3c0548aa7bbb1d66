using EidBridge.Verification.AspNetCore;
using EidBridge.Verification.Revocation;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Trust;

internal static class TrustFeature
{
    public static IServiceCollection AddTrust(this IServiceCollection services)
    {
        services.AddOptions<TrustOptions>().BindConfiguration(TrustOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TrustOptions>, DevelopmentRootsOnLoopbackOnly>();
        services.AddSingleton<IValidateOptions<TrustOptions>, ReadableCertificates>();
        services.AddSingleton<IValidateOptions<TrustOptions>, RevocationRule>();
        services.AddSingleton<TrustStore>();
        services.AddSingleton(MakeRevocation);
        services.AddHostedService<StartRehearsal>();
        services.AddHostedService<RevocationListRefresher>();
        services.AddHealthChecks().AddCheck<TrustHealth>("trust", tags: ["ready"]);
        return services;
    }

    private static RevocationSource MakeRevocation(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<IOptions<TrustOptions>>().Value.Revocation;
        var asks = settings.Ask ?? provider.GetRequiredService<TrustStore>().TrustsBelgium;
        return new RevocationSource(
            asks ? settings.ToOptions() : null, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RevocationCheck>>());
    }
}
