namespace EidBridge.Server.Registration;

/// <summary>The form <c>/register</c> and the page that follows it.</summary>
internal static class RegistrationFeature
{
    public static IServiceCollection AddRegistration(this IServiceCollection services) => services.AddScoped<AccountRegistration>();
}
