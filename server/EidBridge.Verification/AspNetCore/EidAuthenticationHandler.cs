using System.Security.Claims;
using System.Text.Encodings.Web;
using EidBridge.Protocol;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EidBridge.Verification.AspNetCore;

/// <summary>Answers the requests of a login before any endpoint of the site is asked.</summary>
internal sealed partial class EidAuthenticationHandler(
    IOptionsMonitor<EidAuthenticationOptions> options, IOptions<EidBridgeOptions> site, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<EidAuthenticationOptions>(options, loggers, encoder), IAuthenticationRequestHandler
{
    private const int MaxToken = 10_000;

    public Task<bool> HandleRequestAsync() =>
        Request.Path == Options.ChallengePath ? AnswerAsync(HttpMethods.IsGet, HttpMethods.Get, GiveNonceAsync)
            : Request.Path == Options.LoginPath && !IsForAPage() ? AnswerAsync(HttpMethods.IsPost, HttpMethods.Post, LogInAsync)
            : Request.Path == Options.ScriptPath ? AnswerAsync(IsRead, $"{HttpMethods.Get}, {HttpMethods.Head}", () => PageLibrary.WriteAsync(Context))
            : Task.FromResult(false);

    /// <summary>The session is the other scheme's; a request proves nothing by itself.</summary>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var back = properties.RedirectUri ?? $"{OriginalPathBase}{OriginalPath}{Request.QueryString}";
        Response.Redirect(QueryHelpers.AddQueryString($"{OriginalPathBase}{Options.LoginPage}", "returnUrl", back));
        return Task.CompletedTask;
    }

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    // A site may show its login page where tokens are posted.
    private bool IsForAPage() => IsRead(Request.Method);

    private async Task<bool> AnswerAsync(Func<string, bool> takes, string allowed, Func<Task> answer)
    {
        Response.Headers.CacheControl = "no-store";
        if (!takes(Request.Method))
        {
            Response.Headers.Allow = allowed;
            Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return true;
        }

        try
        {
            await answer();
        }
        catch (EidBridgeException e)
        {
            Refused(Logger, e.Code, e.Detail);
            await CodedProblem.WriteAsync(Context, e.Code);
        }

        return true;
    }

    private async Task GiveNonceAsync()
    {
        RequireOwnPage();
        var nonce = await Authenticator().ChallengeAsync(LoginCookie.FindOrMake(Context), Context.RequestAborted);
        await Response.WriteAsJsonAsync(new { nonce }, Context.RequestAborted);
    }

    private async Task LogInAsync()
    {
        RequireOwnPage();
        var eid = await Authenticator().AuthenticateAsync(LoginCookie.Find(Request), await ReadTokenAsync(), Options.UseOf, Context.RequestAborted);
        var identity = EidClaims.Describe(eid);
        if (Options.OnProved is { } proved)
        {
            await proved(eid, identity, Context.RequestAborted);
        }

        await Context.SignInAsync(Options.SignInScheme, new ClaimsPrincipal(identity));
        Proved(Logger);
        Response.StatusCode = StatusCodes.Status204NoContent;
    }

    // Not in the constructor: handlers like this one are made for every request of the site.
    private EidAuthenticator Authenticator() => Context.RequestServices.GetRequiredService<EidAuthenticator>();

    private void RequireOwnPage()
    {
        if (!OwnPage.Sent(Request, site.Value.Origin))
        {
            throw new EidBridgeException(ErrorCode.OriginDenied);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadTokenAsync()
    {
        if (!Request.HasJsonContentType())
        {
            throw new EidBridgeException(ErrorCode.TokenInvalid, "content type");
        }

        var buffer = new byte[MaxToken + 1];
        var length = await Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, Context.RequestAborted);
        return length <= MaxToken ? buffer.AsMemory(0, length) : throw new EidBridgeException(ErrorCode.TokenInvalid, "size");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A card proved its holder")]
    private static partial void Proved(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "A login was refused: {Code} ({Detail})")]
    private static partial void Refused(ILogger logger, string code, string? detail);
}
