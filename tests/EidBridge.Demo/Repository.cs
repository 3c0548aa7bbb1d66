namespace EidBridge.Demo;

/// <summary>Where the published parts lie.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PublishedHost => Path.Combine(Root, "dist", "host", "linux-x64");

    public static string PublishedExtension => Path.Combine(Root, "dist", "extension", "chromium");

    public static string PublishedFirefoxExtension => Path.Combine(Root, "dist", "extension", "firefox");

    public static string PublishedServer => Path.Combine(Root, "dist", "server");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EidBridge.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("EidBridge.sln is in no folder above this program");
    }
}
