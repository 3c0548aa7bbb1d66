using EidBridge.Server.Accounts;
using EidBridge.Server.Challenges;
using EidBridge.Server.Site;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Login;

/// <summary>The two cookies of a login, and the endpoints that give and take them.</summary>
internal static class LoginFeature
{
    public const string SessionScheme = "Session";

    private const string AntiforgeryCookie = "eidbridge.antiforgery";

    public static IServiceCollection AddLogin(this IServiceCollection services)
    {
        services.AddScoped<PasswordLogin>();
        services.AddScoped<EidLogin>();
        services.AddScoped<SessionGuard>();
        services.AddAuthentication(SessionScheme)
            .AddCookie(SessionScheme, options => Describe(options, "__Host-eidbridge.session", AccountDoor.Login))
            .AddCookie(EidProof.Scheme, options => Describe(options, "__Host-eidbridge.proof", "/login/eid"));
        services.AddOptions<CookieAuthenticationOptions>(SessionScheme).Configure<IOptions<Accounts.SessionOptions>, TimeProvider>((options, session, clock) =>
        {
            options.TimeProvider = clock;
            options.ExpireTimeSpan = session.Value.IdleTimeout;
            options.SlidingExpiration = true;
            options.Events.OnValidatePrincipal = SessionGuard.ValidateAsync;
        });
        services.AddOptions<CookieAuthenticationOptions>(EidProof.Scheme).Configure<IOptions<Accounts.SessionOptions>, TimeProvider>((options, session, clock) =>
        {
            options.TimeProvider = clock;
            options.ExpireTimeSpan = session.Value.ProofLifetime;
            options.SlidingExpiration = false;
        });
        services.AddAuthorization();

        // Chromium keeps a Secure cookie from http://localhost, but the antiforgery service refuses to write one there.
        services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.AddOptions<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>().Configure<IOptions<SiteOptions>>((options, site) =>
            options.Cookie.Name = site.Value.Origin.Scheme == Uri.UriSchemeHttps ? $"__Host-{AntiforgeryCookie}" : AntiforgeryCookie);
        return services;
    }

    public static void MapLogin(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup(string.Empty).AddEndpointFilter<AntiforgeryFilter>();
        group.RequireRateLimiting(GiveChallenge.RateLimit);
        LogInWithEid.Map(group);
        ConfirmProfile.Map(group);
        LogInWithPassword.Map(group);
        LogOut.Map(group);
    }

    private static void Describe(CookieAuthenticationOptions options, string name, string loginPath)
    {
        options.Cookie.Name = name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.Path = "/";
        options.LoginPath = loginPath;
        options.AccessDeniedPath = loginPath;
    }
}
