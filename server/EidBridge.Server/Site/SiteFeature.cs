using Microsoft.Extensions.Options;
using NLog;
using NLog.Config;
using NLog.Layouts;
using NLog.Targets;
using NLog.Web;

namespace EidBridge.Server.Site;

/// <summary>Origin, master key, logs, addresses and health: what every feature stands on.</summary>
internal static class SiteFeature
{
    private const string Line = "${longdate:universalTime=true} ${level:uppercase=true:padding=-5} ${logger:shortName=true} "
        + "${message}${onexception:${newline}${exception:format=toString}}";

    public static WebApplicationBuilder AddSite(this WebApplicationBuilder builder)
    {
        if (!ListeningAddresses.AreGiven(builder.Configuration))
        {
            builder.WebHost.UseUrls(ListeningAddresses.Default);
        }

        builder.Services.AddOptions<SiteOptions>().BindConfiguration(SiteOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SiteOptions>, SiteOptionsValidator>();
        builder.Services.AddSingleton<IValidateOptions<SiteOptions>, SiteOriginRule>();
        builder.Services.AddSingleton<MasterKey>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddProblemDetails();
        builder.Services.AddHealthChecks();
        builder.Logging.ClearProviders();
        builder.Logging.AddNLogWeb(
            LogTo(builder.Configuration["Site:DataDirectory"] ?? "data"),
            new NLogAspNetCoreOptions { RemoveLoggerFactoryFilter = false });
        return builder;
    }

    /// <summary>A file in the data directory and the console. Never a body, a query or a header.</summary>
    private static LoggingConfiguration LogTo(string folder)
    {
        var line = Layout.FromString(Line);
#pragma warning disable CA2000 // The host's logger provider owns the factory and closes it with its targets.
        var configuration = new LoggingConfiguration(new LogFactory());
        configuration.AddRule(NLog.LogLevel.Info, NLog.LogLevel.Fatal, new FileTarget("file")
        {
            FileName = Path.Combine(Path.GetFullPath(folder), "logs", "server.log"),
            Layout = line,
            ArchiveAboveSize = 10_000_000,
            MaxArchiveFiles = 5,
        });
        configuration.AddRule(NLog.LogLevel.Info, NLog.LogLevel.Fatal, new ConsoleTarget("console") { Layout = line });
#pragma warning restore CA2000
        return configuration;
    }
}
