using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using EidBridge.Server.Accounts;
using EidBridge.Server.Localisation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Tests.Pages;

/// <summary>The whole site in memory, in a folder of its own, with one made-up person who can be let in by a header.</summary>
internal sealed class SiteFactory : WebApplicationFactory<Texts>
{
    public const string ProvedHeader = "X-Test-Proved";
    public const string SessionHeader = "X-Test-Session";

    /// <summary>Value of <see cref="ProvedHeader"/>: the proof rests on an answer of before an outage.</summary>
    public const string Stale = "stale";

    private readonly string _folder = Directory.CreateTempSubdirectory("eidbridge-pages-").FullName;

    public static EidProof Person { get; } =
        new(NationalNumber.Parse("80051799813"), "An Maria", "Peeters & Zoon", "nl", DateTimeOffset.UnixEpoch);

    /// <summary>Makes the account of <see cref="Person"/>, in this state.</summary>
    /// <param name="state">Where it is on its way.</param>
    /// <param name="nationalNumber">Instead of the cipher, to make the row unreadable.</param>
    /// <returns>Its subject, for <see cref="SessionHeader"/>.</returns>
    public async Task<string> MakeAccountAsync(AccountState state, string? nationalNumber = null)
    {
        await using var scope = Services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<AccountStore>().OpenAsync(Person, CancellationToken.None);
        var context = scope.ServiceProvider.GetRequiredService<AccountsContext>();
        context.Attach(account);
        account.Register(
            new AccountDetails { Kind = AccountKind.Doctor, Language = "nl", Riziv = "19006951001" }, "an@example.org", "+32470123456");
        context.Entry(account).Property(a => a.State).CurrentValue = state;
        if (nationalNumber is not null)
        {
            context.Entry(account).Property(a => a.NationalNumberProtected).CurrentValue = nationalNumber;
        }

        if (state is AccountState.Active)
        {
            account.EmailConfirmed = true;
        }

        await context.SaveChangesAsync();
        return account.Subject;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Site:DataDirectory", _folder);
        builder.UseSetting("Provisioning:Duration", "00:01:00");
        builder.UseSetting("Database:ConnectionString", $"Data Source={Path.Combine(_folder, "site.db")};Pooling=False");
        builder.UseSetting("Trust:DevelopmentRoots:0", MakeRoot());
        builder.ConfigureTestServices(services =>
        {
            services.AddAuthentication("Session");
            services.PostConfigure<AuthenticationOptions>(options =>
            {
                LetInBy<ProvedByHeader>(options, EidProof.Scheme);
                LetInBy<SessionByHeader>(options, options.DefaultScheme!);
            });
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);

        // The base class comes here twice.
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private string MakeRoot()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Root of the page tests", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using var root = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "root")).FullName, "root.crt");
        File.WriteAllBytes(file, root.RawData);
        return file;
    }

    private static void LetInBy<THandler>(AuthenticationOptions options, string scheme)
        where THandler : IAuthenticationHandler
    {
        if (options.SchemeMap.TryGetValue(scheme, out var known))
        {
            known.HandlerType = typeof(THandler);
        }
        else
        {
            options.AddScheme<THandler>(scheme, displayName: null);
        }
    }

    private sealed class ProvedByHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Request.Headers.TryGetValue(ProvedHeader, out var how)
                ? AuthenticateResult.Success(new AuthenticationTicket((Person with { ProvedAt = TimeProvider.GetUtcNow(), RestsOnStaleAnswer = how == Stale }).ToPrincipal(), Scheme.Name))
                : AuthenticateResult.NoResult());
    }

    private sealed class SessionByHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (!Request.Headers.TryGetValue(SessionHeader, out var subject))
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var claims = new[] { new Claim("sub", subject.ToString()), new Claim("acr", "eid"), new Claim("auth_time", "1795500000") };
            var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name)));
        }
    }
}
