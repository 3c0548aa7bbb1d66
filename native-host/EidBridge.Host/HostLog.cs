using System.Globalization;
using EidBridge.Host.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NLog;
using NLog.Config;
using NLog.Extensions.Logging;
using NLog.Layouts;
using NLog.Targets;

namespace EidBridge.Host;

/// <summary>The log file: codes, kinds and durations. Configured here only: a file or variable of another cannot redirect it.</summary>
internal static class HostLog
{
    private const string FileName = "eidbridge-host.log";
    private const long MaxBytes = 1_000_000;
    private const int OldFiles = 3;

    /// <summary>NLog without the filters of Microsoft's factory: one file with one level needs neither them nor their half a megabyte.</summary>
#pragma warning disable CA2000 // The container disposes the factory, and with it the provider and its target.
    public static ILoggerFactory Open(HostConfiguration configuration) => configuration.LogLevel == Microsoft.Extensions.Logging.LogLevel.None
        ? NullLoggerFactory.Instance
        : new NLogLoggerFactory(new NLogLoggerProvider(
            new NLogProviderOptions { ShutdownOnDispose = true, RemoveLoggerFactoryFilter = false, IncludeScopes = false },
            CreateFactory(configuration.LogDirectory ?? UserFolders.State, LevelOf(configuration.LogLevel))));

    private static LogFactory CreateFactory(string folder, NLog.LogLevel lowest)
    {
        var target = new FileTarget("file")
        {
            FileName = Layout.FromLiteral(Path.Combine(folder, FileName)),
            Layout = Layout.FromMethod(Line, LayoutRenderOptions.ThreadAgnostic),
            ArchiveAboveSize = MaxBytes,
            MaxArchiveFiles = OldFiles,

            // Two hosts may write at the same time.
            KeepFileOpen = false,
        };
        var factory = new LogFactory { ThrowExceptions = false, ThrowConfigExceptions = false };
        var rules = new LoggingConfiguration(factory);
        rules.AddRule(lowest, NLog.LogLevel.Fatal, target);
        factory.Configuration = rules;
        return factory;
    }

#pragma warning restore CA2000

    private static NLog.LogLevel LevelOf(Microsoft.Extensions.Logging.LogLevel level) => level switch
    {
        Microsoft.Extensions.Logging.LogLevel.Debug => NLog.LogLevel.Debug,
        Microsoft.Extensions.Logging.LogLevel.Information => NLog.LogLevel.Info,
        Microsoft.Extensions.Logging.LogLevel.Warning => NLog.LogLevel.Warn,
        _ => NLog.LogLevel.Error,
    };

    // Of an exception the type and the place only: its message may hold what was read.
    private static string Line(LogEventInfo e) => string.Create(
        CultureInfo.InvariantCulture,
        $"{e.TimeStamp.ToUniversalTime():O} {Environment.ProcessId} {e.Level} {e.LoggerName} {e.FormattedMessage}{Trace(e.Exception)}");

    private static string Trace(Exception? e) => e is null ? string.Empty : $" {e.GetType().FullName}\n{e.StackTrace}{Trace(e.InnerException)}";
}
