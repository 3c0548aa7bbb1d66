using EidBridge.Card;
using EidBridge.Host.Configuration;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Commands;

/// <summary>The world as a login needs it; a test puts its own in.</summary>
/// <param name="OpenReaders">A new view of the readers, for one request.</param>
/// <param name="OpenPrompt">A new window, for one request.</param>
internal sealed record LoginWorld(Func<ICardReaders> OpenReaders, Func<IPrompt> OpenPrompt, CardTurn Turn, SiteMemory Sites, IssuerCache Issuers);

/// <summary><c>authenticate</c>: a token over a site's challenge, after the person has chosen and typed the PIN in our window.</summary>
internal sealed class AuthenticateHandler(LoginWorld world, HostConfiguration configuration, TimeProvider time)
{
    /// <exception cref="OperationCanceledException">The browser gave up.</exception>
    public async Task<TokenReply> HandleAsync(AuthenticateRequest request, ReportProgress report, CancellationToken gone)
    {
        OriginRule.Require(request.Origin, configuration);
        using var turn = await world.Turn.TakeAsync(gone);
        using var limit = new CancellationTokenSource(request.UserInteractionTimeout ?? configuration.UserInteractionTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, gone);
        await using var prompt = world.OpenPrompt();
        using var readers = world.OpenReaders();
        var site = new PromptSite(request.Origin, world.Sites.IsNew(request.Origin));
        var screens = new LoginScreens(prompt, site, DesktopLanguage.Choose(request.Lang, Environment.GetEnvironmentVariable), report);
        await using var dialog = new LoginDialog(readers, prompt, request, screens, world.Issuers, time);
        try
        {
            var login = await dialog.RunAsync(either.Token);
            world.Sites.Remember(request.Origin);
            return new TokenReply(login.Certificate.Der, login.Certificate.Algorithm, login.Signature, HostVersion.Address)
            {
                Issuers = login.Issuer is { } issuer ? [issuer] : [],
            };
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            throw dialog.DeadEnd ?? new EidBridgeException(ErrorCode.UserTimeout);
        }
    }
}
