using Microsoft.Extensions.Options;

namespace EidBridge.Server.Trust;

internal static class TrustFeature
{
    public static IServiceCollection AddTrust(this IServiceCollection services)
    {
        services.AddOptions<TrustOptions>().BindConfiguration(TrustOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TrustOptions>, DevelopmentRootsOnLoopbackOnly>();
        services.AddSingleton<IValidateOptions<TrustOptions>, ReadableCertificates>();
        services.AddSingleton<TrustStore>();
        return services;
    }
}
