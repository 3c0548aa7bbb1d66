using EidBridge.Server.Accounts;
using Microsoft.Extensions.Options;
using Quartz;

namespace EidBridge.Server.Provisioning;

/// <summary>Making the account downstream, slowly, whatever crashes meanwhile.</summary>
internal static class ProvisioningFeature
{
    public static WebApplicationBuilder AddProvisioning(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ProvisioningOptions>().BindConfiguration(ProvisioningOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProvisioningOptions>, ProvisioningOptionsValidator>();
        services.AddScoped<IProvisioningTarget, DevelopmentTarget>();
        services.AddScoped<ProvisioningWorker>();
        services.AddScoped<ProvisioningStart>();
        services.AddScoped<ProgressDesk>();
        services.AddSingleton<ProvisioningScheduler>();

        var provisioning = builder.Configuration.GetSection(ProvisioningOptions.Section).Get<ProvisioningOptions>() ?? new ProvisioningOptions();
        var connection = builder.Configuration[$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.ConnectionString)}"] ?? string.Empty;
        services.AddQuartz(quartz =>
        {
            quartz.UsePersistentStore(store =>
            {
                store.ProvisionSchema();
                store.UseSqlite(connection);
            });
            quartz.ScheduleJob<SweepJob>(trigger => trigger
                .WithIdentity("sweep")
                .StartNow()
                .WithSimpleSchedule(every => every.WithInterval(provisioning.SweepInterval).RepeatForever()));
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        return builder;
    }

    public static void MapProvisioning(this IEndpointRouteBuilder app) => ProgressEvents.Map(app);
}
