using EidBridge.Protocol;
using EidBridge.Server.Accounts;
using EidBridge.Server.Challenges;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EidBridge.Server.Login;

/// <param name="Next">Path of the page that follows.</param>
internal sealed record LoginView(string Next);

/// <summary>Step 5: the page hands over what the card signed.</summary>
internal static partial class LogInWithEid
{
    private const int MaxToken = 10_000;
    private const string Profile = "/login/profile";

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/login/eid", HandleAsync)
        .Accepts<object>("application/json")
        .AddEndpointFilter<OwnPageFilter>();

    internal static async Task<Results<Ok<LoginView>, ProblemHttpResult>> HandleAsync(
        HttpContext context, EidLogin login, ILogger<EidLogin> logger, CancellationToken cancellationToken)
    {
        try
        {
            var token = await ReadAsync(context.Request, cancellationToken);
            var proof = await login.ProveAsync(BrowserCookie.Find(context.Request), token, cancellationToken);
            await context.SignInAsync(EidProof.Scheme, proof.ToPrincipal());
            Proved(logger);
            return TypedResults.Ok(new LoginView(Profile));
        }
        catch (EidBridgeException e)
        {
            Refused(logger, e.Code, e.Detail);
            return CodedProblem.Of(context, e.Code);
        }
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            throw new EidBridgeException(ErrorCode.TokenInvalid, "content type");
        }

        var buffer = new byte[MaxToken + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MaxToken ? buffer[..length] : throw new EidBridgeException(ErrorCode.TokenInvalid, "size");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A card proved its holder")]
    private static partial void Proved(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "A token was refused: {Code} ({Detail})")]
    private static partial void Refused(ILogger logger, string code, string? detail);
}
