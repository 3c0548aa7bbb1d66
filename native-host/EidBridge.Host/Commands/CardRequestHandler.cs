using EidBridge.Card;
using EidBridge.Host.Commands.Tasks;
using EidBridge.Host.Configuration;
using EidBridge.Host.Prompts;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;

namespace EidBridge.Host.Commands;

/// <summary>The world as a request for a card needs it; a test puts its own in.</summary>
/// <param name="OpenReaders">A new view of the readers, for one request.</param>
/// <param name="OpenPrompt">A new window, for one request.</param>
internal sealed record CardWorld(Func<ICardReaders> OpenReaders, Func<IPrompt> OpenPrompt, CardTurn Turn, SiteMemory Sites, IssuerCache Issuers, TriesMemory Tries);

/// <summary>Every request for which a person puts in a card: one at a time, within the person's time, in one window.</summary>
internal sealed class CardRequestHandler(CardWorld world, HostConfiguration configuration, TimeProvider time)
{
    /// <exception cref="OperationCanceledException">The browser gave up.</exception>
    public async Task<HostReply> HandleAsync(CardRequest request, ReportProgress report, CancellationToken gone)
    {
        OriginRule.Require(request.Origin, configuration);
        using var turn = await world.Turn.TakeAsync(gone);
        using var limit = new CancellationTokenSource(request.UserInteractionTimeout ?? configuration.UserInteractionTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, gone);
        await using var prompt = world.OpenPrompt();

        // A command on its way may outlast this process: the window does not wait for it.
        await using var leaving = gone.Register(() => _ = Task.Run(async () => await prompt.DisposeAsync(), CancellationToken.None));
        using var readers = world.OpenReaders();
        var task = CardTask.For(request, world.Issuers, world.Tries);
        var site = new PromptSite(request.Origin, world.Sites.IsNew(request.Origin)) { Purpose = task.Purpose };
        var screens = new CardScreens(prompt, site, DesktopLanguage.Choose(request.Lang), report);
        await using var dialog = new CardDialog(readers, prompt, task, screens, time);
        try
        {
            var reply = await dialog.RunAsync(either.Token);
            world.Sites.Remember(request.Origin);
            return reply;
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            throw dialog.DeadEnd ?? new EidBridgeException(ErrorCode.UserTimeout);
        }
    }
}
