namespace EidBridge.SamplePortal.Tests;

/// <summary>Files that are looked at where they stand.</summary>
internal static class Repository
{
    private static readonly string Root = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string File(string path) => Path.Combine(Root, path);

    private static string Find(DirectoryInfo folder) => System.IO.File.Exists(Path.Combine(folder.FullName, "EidBridge.sln"))
        ? folder.FullName
        : Find(folder.Parent ?? throw new DirectoryNotFoundException("EidBridge.sln is nowhere above the tests"));
}
