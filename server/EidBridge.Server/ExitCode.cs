namespace EidBridge.Server;

/// <summary>What the commands for people end with; the host's numbers.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A check failed, or only a part was done.</summary>
    public const int Failed = 1;

    /// <summary>Unknown sub-command or option.</summary>
    public const int Usage = 2;

    /// <summary>Rights that are missing.</summary>
    public const int Forbidden = 3;

    /// <summary>A file could not be read or written as it must be.</summary>
    public const int BrokenFile = 4;
}
