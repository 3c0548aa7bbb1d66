using System.Globalization;
using EidBridge.Protocol;
using Microsoft.AspNetCore.Localization;

namespace EidBridge.Server.Localisation;

/// <summary>The language of a request: <c>?lang=</c>, which is remembered, else the cookie, else what the browser asks for.</summary>
internal static class SiteLanguage
{
    public const string Cookie = "eidbridge-language";
    private const string Query = "lang";

    private static readonly CultureInfo[] Cultures =
        [.. new[] { "nl-BE", "fr-BE", "de-BE", "en-GB" }.Select(CultureInfo.GetCultureInfo)];

    public static IServiceCollection AddSiteLanguage(this IServiceCollection services) =>
        services.AddSingleton<Texts>().Configure<RequestLocalizationOptions>(options =>
        {
            options.SupportedCultures = options.SupportedUICultures = Cultures;
            options.DefaultRequestCulture = new RequestCulture(CultureOf(Languages.Default));
            options.RequestCultureProviders =
            [
                new CustomRequestCultureProvider(FromQueryOrCookie),
                new CustomRequestCultureProvider(FromBrowser),
            ];
        });

    /// <summary>Before anything that writes text, so also before the error pages.</summary>
    public static IApplicationBuilder UseSiteLanguage(this IApplicationBuilder app)
    {
        app.UseRequestLocalization();
        return app.Use(RememberAsync);
    }

    private static Task<ProviderCultureResult?> FromQueryOrCookie(HttpContext context) =>
        Task.FromResult(Chosen(context) is { } language ? new ProviderCultureResult(CultureOf(language).Name) : null);

    private static Task<ProviderCultureResult?> FromBrowser(HttpContext context)
    {
        var language = context.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(wish => wish.Quality ?? 1)
            .Select(wish => Known(wish.Value.Value?.Split('-')[0]))
            .FirstOrDefault(known => known is not null);
        return Task.FromResult(language is null ? null : new ProviderCultureResult(CultureOf(language).Name));
    }

    private static Task RememberAsync(HttpContext context, RequestDelegate next)
    {
        if (Known(context.Request.Query[Query]) is { } language)
        {
            context.Response.Cookies.Append(Cookie, language, new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
            });
        }

        return next(context);
    }

    private static string? Chosen(HttpContext context) =>
        Known(context.Request.Query[Query]) ?? Known(context.Request.Cookies[Cookie]);

    private static string? Known(string? language) =>
        Languages.All.FirstOrDefault(known => string.Equals(known, language, StringComparison.OrdinalIgnoreCase));

    private static CultureInfo CultureOf(string language) =>
        Cultures.Single(culture => culture.TwoLetterISOLanguageName == language);
}
