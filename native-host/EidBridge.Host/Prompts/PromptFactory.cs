using EidBridge.Host.Configuration;
using EidBridge.Host.Prompts.Gtk;
using EidBridge.Host.Prompts.Pinentry;
using EidBridge.Host.Prompts.Win32;
using EidBridge.Protocol;

namespace EidBridge.Host.Prompts;

/// <summary>Chooses what draws the window: what the configuration names, else what this machine has.</summary>
/// <param name="browserWindow">A window of the browser on Windows, or 0.</param>
internal sealed class PromptFactory(HostConfiguration configuration, nint browserWindow = 0)
{
    /// <exception cref="EidBridgeException">
    /// <see cref="ErrorCode.PromptUnavailable"/>: nothing here can show a window; <see cref="ErrorCode.SystemUnsupported"/> where none was written yet.
    /// </exception>
    public IPrompt Create() => configuration.Prompts switch
    {
        PromptKind.Auto or PromptKind.Gtk when GtkPrompt.IsAvailable => new GtkPrompt(),
        PromptKind.Auto or PromptKind.Win32 when Win32Prompt.IsAvailable => new Win32Prompt(TimeProvider.System, browserWindow),
        PromptKind.Auto or PromptKind.Pinentry when PinentryProgram() is { } program => new PinentryPrompt(program),
        var kind => throw Refusal(kind, OperatingSystem.IsMacOS()),
    };

    /// <summary>On macOS it is not the person's screen that is missing but our window.</summary>
    internal static EidBridgeException Refusal(PromptKind kind, bool onMac) =>
        new(onMac ? ErrorCode.SystemUnsupported : ErrorCode.PromptUnavailable, kind.ToString());

    private string? PinentryProgram() =>
        configuration.PinentryProgram ?? PinentryPrograms.Find(Environment.GetEnvironmentVariable, File.Exists);
}
