using Microsoft.Extensions.Logging;

namespace EidBridge.Host.Configuration;

/// <summary>What draws the window.</summary>
internal enum PromptKind
{
    Auto,
    Gtk,
    Win32,
    Pinentry,
}

/// <summary>What an administrator decided for this machine; every member has a safe default.</summary>
internal sealed record HostConfiguration
{
    public PromptKind Prompts { get; init; } = PromptKind.Auto;

    /// <summary>Absolute path, or null for the usual places.</summary>
    public string? PinentryProgram { get; init; }

    /// <summary>Absolute paths of PKCS#11 modules; none by default.</summary>
    public IReadOnlyList<string> Pkcs11Modules { get; init; } = [];

    /// <summary>Origins that may ask; empty means every https origin.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Whether <c>http://localhost</c> may ask: for developers.</summary>
    public bool AllowHttpLocalhost { get; init; }

    /// <summary>Whether many people use this account: then it is not remembered where a card was used.</summary>
    public bool SharedDevice { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Absolute path, or null for the user's own state folder.</summary>
    public string? LogDirectory { get; init; }

    /// <summary>How long a person has when the page names no limit.</summary>
    public TimeSpan UserInteractionTimeout { get; init; } = TimeSpan.FromSeconds(120);
}
