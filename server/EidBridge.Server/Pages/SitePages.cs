using EidBridge.Server.Localisation;

namespace EidBridge.Server.Pages;

/// <summary>What <c>Program.cs</c> composes: services, the language before everything, the pages and their files.</summary>
internal static class SitePages
{
    public static IServiceCollection AddSitePages(this IServiceCollection services)
    {
        services.AddSiteLanguage().AddSingleton<SiteAssets>();
        services.AddOptions<DownloadOptions>().BindConfiguration("Downloads");
        services.AddRazorPages();
        return services;
    }

    /// <summary>First in the pipeline, behind nothing but forwarded headers: also the error pages speak the person's language.</summary>
    public static IApplicationBuilder UseSitePages(this IApplicationBuilder app)
    {
        app.UseSiteLanguage();
        app.UseExceptionHandler("/error/500");
        return app.UseStatusCodePagesWithReExecute("/error/{0}");
    }

    public static void MapSitePages(this IEndpointRouteBuilder app)
    {
        app.ServiceProvider.GetRequiredService<SiteAssets>().Map(app);
        app.MapRazorPages();
    }
}
