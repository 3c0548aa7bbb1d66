using Microsoft.Extensions.Options;

namespace EidBridge.Server.Activation;

/// <summary>Codes, passwords and the page <c>/activate</c>.</summary>
internal static class ActivationFeature
{
    public static IServiceCollection AddActivation(this IServiceCollection services)
    {
        services.AddOptions<ActivationOptions>().BindConfiguration(ActivationOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ActivationOptions>, ActivationOptionsValidator>();
        services.AddSingleton<CodeHasher>();
        services.AddSingleton<CodeMessages>();
        services.AddScoped<CodeDesk>();
        services.AddScoped<AccountActivation>();
        services.AddScoped<EmailConfirmation>();
        return services;
    }
}
