using EidBridge.Card;
using EidBridge.Card.Pkcs11;
using EidBridge.Host.Commands;
using EidBridge.Host.Configuration;
using EidBridge.Host.Prompts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EidBridge.Host;

/// <summary>Puts the program together. Nothing is read from the working directory or the environment.</summary>
internal static class Composition
{
    /// <exception cref="Protocol.EidBridgeException"><see cref="Protocol.ErrorCode.ConfigurationRefused"/>.</exception>
    /// <param name="browserWindow">A hint on where to show ours, or 0.</param>
    public static IHost Compose(nint browserWindow = 0)
    {
        var configuration = ConfigurationSource.OfThisMachine().Read();
        var settings = new HostApplicationBuilderSettings { DisableDefaults = true, ContentRootPath = AppContext.BaseDirectory };
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(settings);
        builder.Services
            .AddSingleton(_ => HostLog.Open(configuration))
            .AddSingleton<IHostLifetime, ConversationLifetime>()
            .AddSingleton(configuration)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<CardTrace>()
            .AddSingleton<Func<ICardReaders>>(services => () => OpenReaders(configuration, services.GetRequiredService<CardTrace>()))
            .AddSingleton(new PromptFactory(configuration, browserWindow))
            .AddSingleton(CreateWorld)
            .AddSingleton<CardRequestHandler>()
            .AddSingleton(new StatusHandler(OpenReaders, TimeProvider.System))
            .AddSingleton<Dispatcher>();
        return builder.Build();
    }

    public static ICardReaders OpenReaders() => new CardReaders();

    // Without modules in the configuration no worker exists.
#pragma warning disable CA2000 // Goes into the object that is returned, which disposes it.
    private static ICardReaders OpenReaders(HostConfiguration configuration, CardTrace trace) => configuration.Pkcs11Modules.Count == 0
        ? trace.OpenReaders()
        : new ModuleReaders(trace.OpenReaders(), Environment.ProcessPath!, configuration.Pkcs11Modules);
#pragma warning restore CA2000

    private static CardWorld CreateWorld(IServiceProvider services)
    {
        var (configuration, time) = (services.GetRequiredService<HostConfiguration>(), services.GetRequiredService<TimeProvider>());
        var memory = configuration.SharedDevice ? null : UserFolders.State;
        var prompts = services.GetRequiredService<PromptFactory>();
        return new CardWorld(
            services.GetRequiredService<Func<ICardReaders>>(),
            () => new OpeningPrompt(prompts.Create),
            new CardTurn(UserFolders.Runtime, time),
            new SiteMemory(memory is null ? null : Path.Combine(memory, "sites")),
            new IssuerCache(memory is null ? null : Path.Combine(memory, "issuers")),
            new TriesMemory(memory is null ? null : Path.Combine(memory, "tries"), time));
    }
}
