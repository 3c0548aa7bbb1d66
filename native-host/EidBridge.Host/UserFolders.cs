namespace EidBridge.Host;

/// <summary>Where this user's own files are.</summary>
internal static class UserFolders
{
    private const string Ours = "eidbridge";

    /// <summary>Logs and what is remembered.</summary>
    public static string State => OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "EidBridge")
        : Path.Combine(FromEnvironment("XDG_STATE_HOME") ?? Path.Combine(Home, ".local", "state"), Ours);

    /// <summary>What lasts as long as the session.</summary>
    public static string Runtime =>
        FromEnvironment("XDG_RUNTIME_DIR") is { } folder && Directory.Exists(folder) ? Path.Combine(folder, Ours) : State;

    /// <summary>The person's choices for other programs too.</summary>
    public static string Config => FromEnvironment("XDG_CONFIG_HOME") ?? Path.Combine(Home, ".config");

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    // XDG: a relative path is not a path.
    private static string? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is { } folder && Path.IsPathFullyQualified(folder) ? folder : null;
}
