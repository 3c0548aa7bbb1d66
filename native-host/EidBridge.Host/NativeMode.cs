using EidBridge.Host.Commands;
using EidBridge.Host.Messaging;
using EidBridge.Protocol;
using EidBridge.Protocol.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EidBridge.Host;

/// <summary>The program as a browser starts it.</summary>
internal static partial class NativeMode
{
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(Caller caller)
    {
        if (!caller.IsOurs)
        {
            return Refuse();
        }

        var (input, output) = Terminal.TakeForProtocol();
        try
        {
            VersionFrame.WriteTo(output);
            Harden();
            using var channel = new NativeChannel(input, output, TimeProvider.System);
            return await ConverseAsync(channel, caller);
        }
        catch (Exception e) when (e is IOException or BrokenStreamException)
        {
            return ExitCode.BrokenStream;
        }
    }

    private static async Task<int> ConverseAsync(NativeChannel channel, Caller caller)
    {
        IHost? host = null;
        try
        {
            return await new NativeSession(channel, () => (host = Composition.Compose(caller.ParentWindow)).Services.GetRequiredService<Dispatcher>().AnswerAsync, TimeProvider.System)
                .RunAsync();
        }
#pragma warning disable CA1031 // A bug: it is logged, the browser gets a code, and the process ends.
        catch (Exception e) when (e is not BrokenStreamException)
#pragma warning restore CA1031
        {
            if (host is not null)
            {
                Failed(Logger(host), e);
            }

            await channel.SendAsync(FailureReply.From(new EidBridgeException(ErrorCode.InternalError), lang: null));
            return ExitCode.Failed;
        }
        finally
        {
            host?.Dispose();
        }
    }

    private static int Refuse()
    {
        // Before the log file is made: the mask is what keeps it from others.
        Harden();
        try
        {
            using var host = Composition.Compose();
            ForeignCaller(Logger(host));
        }
        catch (EidBridgeException)
        {
            // A configuration that must not be used names no log either.
        }

        return ExitCode.Forbidden;
    }

    private static void Harden()
    {
        if (OperatingSystem.IsLinux())
        {
            Hardening.Apply();
            LibraryEnvironment.Reduce();
        }
    }

    private static ILogger Logger(IHost host) => host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(NativeMode));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Started by an extension that is not ours")]
    private static partial void ForeignCaller(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request ended in an unforeseen way")]
    private static partial void Failed(ILogger logger, Exception e);
}
