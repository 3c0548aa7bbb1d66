using System.Text.Json;
using System.Text.RegularExpressions;
using EidBridge.Server.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace EidBridge.Server.Tests.Journey;

/// <summary>The whole server on a folder of its own; a second one on the same folder is the server started again.</summary>
internal sealed partial class ServerHost(
    string folder, TimeProvider? clock = null, TimeSpan? provisioning = null, Action<IWebHostBuilder>? configure = null)
    : WebApplicationFactory<AccountStore>
{
    public static readonly EidProof An = Person("80051799813", "An", "Peeters");
    public static readonly EidProof Luc = Person("14082299879", "Luc", "Dubois");

    public string Folder => folder;

    public TimeProvider Clock { get; } = clock ?? TimeProvider.System;

    public static ServerHost OnNewFolder(TimeProvider? clock = null, TimeSpan? provisioning = null, Action<IWebHostBuilder>? configure = null) =>
        new(Directory.CreateTempSubdirectory("eidbridge-server-").FullName, clock, provisioning, configure);

    public static EidProof Person(string number, string givenNames, string surname) =>
        new(NationalNumber.Parse(number), givenNames, surname, "en", DateTimeOffset.UnixEpoch);

    /// <summary>A browser whose owner has just proved who they are.</summary>
    public async Task<Browser> OpenBrowserAsync(EidProof person)
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        using var answer = await client.GetAsync(new Uri($"/test/prove/{person.NationalNumber.Digits}", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return new Browser(client);
    }

    /// <summary>Services of one request.</summary>
    public async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> act)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <param name="kind"><c>sms</c> or <c>mail</c>.</param>
    /// <returns>The code in the newest one.</returns>
    public async Task<string> LastCodeAsync(string kind)
    {
        using var client = CreateClient();
        using var outbox = JsonDocument.Parse(await client.GetStringAsync(new Uri("/development/outbox.json", UriKind.Relative)));
        var text = outbox.RootElement.EnumerateArray().First(m => m.GetProperty("kind").GetString() == kind).GetProperty("text").GetString()!;
        return Code().Match(text).Value;
    }

    public static string OtherThan(string code) => code == "000000" ? "000001" : "000000";

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Site:DataDirectory", folder);
        builder.UseSetting("Site:Origin", "http://localhost:5080");
        builder.UseSetting("Database:ConnectionString", $"Data Source={Path.Combine(folder, "eidbridge.db")}");
        builder.UseSetting("Provisioning:Duration", (provisioning ?? TimeSpan.FromSeconds(1)).ToString("c"));
        builder.UseSetting("Provisioning:PollInterval", "00:00:00.200");
        builder.UseSetting("Provisioning:SweepInterval", "00:00:01");
        builder.ConfigureServices(services =>
        {
            services.AddSingleton(Clock);
            services.AddAuthentication().AddCookie("unused");
            services.PostConfigure<AuthenticationOptions>(options =>
            {
                if (!options.SchemeMap.ContainsKey(EidProof.Scheme))
                {
                    options.AddScheme<CookieAuthenticationHandler>(EidProof.Scheme, null);
                }
            });
            services.AddSingleton<IStartupFilter>(new ProofWithoutCard(Clock));
        });
        configure?.Invoke(builder);
    }

    [GeneratedRegex(@"\b\d{6}\b", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Code();

    /// <summary>Signs in as <c>/login/eid</c> does after it has verified a token.</summary>
    private sealed class ProofWithoutCard(TimeProvider clock) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, following) =>
            {
                if (!context.Request.Path.StartsWithSegments("/test/prove", out var rest))
                {
                    await following(context);
                    return;
                }

                var digits = rest.Value!.TrimStart('/');
                var person = new[] { An, Luc }.Single(p => p.NationalNumber.Digits == digits) with { ProvedAt = clock.GetUtcNow() };
                await context.SignInAsync(EidProof.Scheme, person.ToPrincipal());
            });
            next(app);
        };
    }
}
