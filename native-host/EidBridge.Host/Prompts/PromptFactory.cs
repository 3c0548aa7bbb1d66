using EidBridge.Host.Configuration;
using EidBridge.Host.Prompts.Gtk;
using EidBridge.Host.Prompts.Pinentry;
using EidBridge.Host.Prompts.Win32;
using EidBridge.Protocol;

namespace EidBridge.Host.Prompts;

/// <summary>Chooses what draws the window: what the configuration names, else what this machine has.</summary>
internal sealed class PromptFactory(HostConfiguration configuration)
{
    /// <exception cref="EidBridgeException"><see cref="ErrorCode.PromptUnavailable"/>: nothing here can show a window.</exception>
    public IPrompt Create() => configuration.Prompts switch
    {
        PromptKind.Auto or PromptKind.Gtk when GtkPrompt.IsAvailable => new GtkPrompt(),
        PromptKind.Auto or PromptKind.Win32 when Win32Prompt.IsAvailable => new Win32Prompt(TimeProvider.System),
        PromptKind.Auto or PromptKind.Pinentry when PinentryProgram() is { } program => new PinentryPrompt(program),
        var kind => throw new EidBridgeException(ErrorCode.PromptUnavailable, kind.ToString()),
    };

    private string? PinentryProgram() =>
        configuration.PinentryProgram ?? PinentryPrograms.Find(Environment.GetEnvironmentVariable, File.Exists);
}
