using Microsoft.Extensions.Hosting;

namespace EidBridge.Host;

/// <summary>The host is built for its services and never started: the browser's pipe ends it. The console's lifetime, the default, would cost memory for signals that nobody waits for.</summary>
internal sealed class ConversationLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
