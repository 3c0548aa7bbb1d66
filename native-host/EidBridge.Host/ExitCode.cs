namespace EidBridge.Host;

/// <summary>What the process ends with; the same numbers in native mode and on the command line.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A check failed, or only a part was done.</summary>
    public const int Failed = 1;

    /// <summary>Unknown sub-command or option.</summary>
    public const int Usage = 2;

    /// <summary>A caller that is not our extension, or rights that are missing.</summary>
    public const int Forbidden = 3;

    /// <summary>The stream or a file could not be read or written as it must be.</summary>
    public const int BrokenStream = 4;
}
