using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EidBridge.Server.Login;

/// <summary>The other way in: the e-mail of the account and the password chosen at activation.</summary>
internal static partial class LogInWithPassword
{
    private const int MaxLength = 254;

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/login/password", HandleAsync);

    internal static async Task<RedirectHttpResult> HandleAsync(
        HttpContext context, PasswordLogin login, TimeProvider clock, ILogger<PasswordLogin> logger, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var (email, password) = (form["email"].ToString(), form["password"].ToString());
        var account = email.Length is > 0 and <= MaxLength && password.Length is > 0 and <= MaxLength
            ? await login.CheckAsync(email, password, cancellationToken)
            : null;
        if (account is null)
        {
            Refused(logger);
            return TypedResults.LocalRedirect($"{AccountDoor.Login}?error={ErrorCode.LoginWrong}");
        }

        await SessionStart.ByPasswordAsync(context, account, clock.GetUtcNow());
        return TypedResults.LocalRedirect(AccountDoor.Home);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A password login was refused")]
    private static partial void Refused(ILogger logger);
}
