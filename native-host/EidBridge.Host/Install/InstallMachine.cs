namespace EidBridge.Host.Install;

/// <summary>What the installer knows of the machine it runs on; a test makes its own.</summary>
/// <param name="System"><c>linux</c>, <c>macos</c> or <c>windows</c>.</param>
/// <param name="HostPath">Absolute path of the program that is registered.</param>
/// <param name="Home">The person's home folder.</param>
/// <param name="Root">Put before every absolute folder; empty outside tests.</param>
/// <param name="IsPrivileged">root, or an elevated administrator.</param>
/// <param name="Registry">Null where there is none.</param>
internal sealed record InstallMachine(string System, string HostPath, string Home, string Root, bool IsPrivileged, IRegistry? Registry)
{
    public static InstallMachine Current() => new(
        OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macos" : "linux",
        Environment.ProcessPath ?? throw new InvalidOperationException("the program does not know its own path"),
        HomeFolder(),
        Root: string.Empty,
        Environment.IsPrivilegedProcess,
        OperatingSystem.IsWindows() ? new WindowsRegistry() : null);

    /// <summary>Where a program that every user starts lies on such a system.</summary>
    public string ProgramFolder => System switch
    {
        "windows" => @"C:\Program Files\EidBridge",
        "macos" => "/Library/EidBridge",
        _ => "/usr/lib/eidbridge",
    };

    public IReadOnlyList<Browser> Browsers => Browser.All(System);

    public bool IsInstalled(Browser browser) =>
        browser.Programs.Count == 0 || browser.Programs.Any(p => Path.Exists(Root + p)) || Directory.Exists(ProfileFolder(browser));

    /// <summary>The folder of the manifests of this browser.</summary>
    public string Folder(Browser browser, InstallScope scope) => scope switch
    {
        InstallScope.Machine => Root + browser.MachineFolder,
        InstallScope.User => browser.UserFolder.Replace("~", Home, StringComparison.Ordinal),
    };

    /// <summary>Unverified, because .NET answers with an empty text for a home folder that is not there yet.</summary>
    private static string HomeFolder() =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    private string ProfileFolder(Browser browser) => Path.GetDirectoryName(Folder(browser, InstallScope.User)) ?? string.Empty;
}
