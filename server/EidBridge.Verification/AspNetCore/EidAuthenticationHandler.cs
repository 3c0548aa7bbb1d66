using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using EidBridge.Protocol;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EidBridge.Verification.AspNetCore;

/// <summary>Answers the two requests of a login before any endpoint of the site is asked.</summary>
internal sealed partial class EidAuthenticationHandler(
    IOptionsMonitor<EidAuthenticationOptions> options, IOptions<EidBridgeOptions> site, EidAuthenticator authenticator, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<EidAuthenticationOptions>(options, loggers, encoder), IAuthenticationRequestHandler
{
    private const int MaxToken = 10_000;
    private const string SessionCookie = "__Host-eidbridge.login";
    private const int SessionBytes = 16;

    public Task<bool> HandleRequestAsync() =>
        HttpMethods.IsGet(Request.Method) && Request.Path == Options.ChallengePath ? GiveNonceAsync()
            : HttpMethods.IsPost(Request.Method) && Request.Path == Options.LoginPath ? LogInAsync()
            : Task.FromResult(false);

    /// <summary>The session is the other scheme's; a request proves nothing by itself.</summary>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var back = properties.RedirectUri ?? $"{OriginalPathBase}{OriginalPath}{Request.QueryString}";
        Response.Redirect(QueryHelpers.AddQueryString($"{OriginalPathBase}{Options.LoginPage}", "returnUrl", back));
        return Task.CompletedTask;
    }

    private async Task<bool> GiveNonceAsync()
    {
        Response.Headers.CacheControl = "no-store";
        var nonce = await authenticator.ChallengeAsync(FindSession() ?? MakeSession(), Context.RequestAborted);
        await Response.WriteAsJsonAsync(new { nonce }, Context.RequestAborted);
        return true;
    }

    private async Task<bool> LogInAsync()
    {
        Response.Headers.CacheControl = "no-store";
        try
        {
            RequireOwnPage();
            var token = await ReadTokenAsync();
            var eid = await authenticator.AuthenticateAsync(FindSession(), token, Options.UseOf, Context.RequestAborted);
            var identity = Describe(eid);
            if (Options.OnProved is { } proved)
            {
                await proved(eid, identity, Context.RequestAborted);
            }

            await Context.SignInAsync(Options.SignInScheme, new ClaimsPrincipal(identity));
            Proved(Logger);
            Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (EidBridgeException e)
        {
            Refused(Logger, e.Code, e.Detail);
            await WriteProblemAsync(ErrorCatalogue.Find(e.Code), e.Code);
        }

        return true;
    }

    // A foreign page can send a form, but no JSON without being asked for its origin first, and no cookie that is SameSite=Strict.
    private void RequireOwnPage()
    {
        if (!Request.HasJsonContentType())
        {
            throw new EidBridgeException(ErrorCode.TokenInvalid, "content type");
        }

        if (Request.Headers.Origin is { Count: > 0 } origin && origin != site.Value.Origin)
        {
            throw new EidBridgeException(ErrorCode.OriginDenied);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadTokenAsync()
    {
        var buffer = new byte[MaxToken + 1];
        var length = await Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, Context.RequestAborted);
        return length <= MaxToken ? buffer.AsMemory(0, length) : throw new EidBridgeException(ErrorCode.TokenInvalid, "size");
    }

    private string? FindSession() =>
        Request.Cookies.TryGetValue(SessionCookie, out var value) && value.Length == 2 * SessionBytes ? value : null;

    private string MakeSession()
    {
        var value = RandomNumberGenerator.GetHexString(2 * SessionBytes);
        Response.Cookies.Append(SessionCookie, value, new CookieOptions
        {
            HttpOnly = true,
            Secure = true,
            SameSite = SameSiteMode.Strict,
            IsEssential = true,
            Path = "/",
        });
        return value;
    }

    private static ClaimsIdentity Describe(VerifiedEid eid)
    {
        var identity = new ClaimsIdentity(EidAuthenticationOptions.Scheme, EidClaims.GivenNames, roleType: null);
        identity.AddClaim(new Claim(EidClaims.NationalNumber, eid.NationalNumber));
        identity.AddClaim(new Claim(EidClaims.GivenNames, eid.GivenNames));
        identity.AddClaim(new Claim(EidClaims.Surname, eid.Surname));
        identity.AddClaim(new Claim(EidClaims.Country, eid.Country));

        // RFC 8176: a smart card, and its PIN.
        identity.AddClaim(new Claim(EidClaims.Method, "sc"));
        identity.AddClaim(new Claim(EidClaims.Method, "pin"));
        return identity;
    }

    private Task WriteProblemAsync(ErrorEntry entry, string code)
    {
        var wanted = Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.Value).FirstOrDefault();
        var language = Languages.Closest(wanted);
        Response.StatusCode = entry.Status;
        return Response.WriteAsJsonAsync(
            new { title = entry.Texts[language], detail = entry.Help[language], status = entry.Status, code, retry = entry.Retry },
            options: null,
            "application/problem+json",
            Context.RequestAborted);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A card proved its holder")]
    private static partial void Proved(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "A token was refused: {Code} ({Detail})")]
    private static partial void Refused(ILogger logger, string code, string? detail);
}
