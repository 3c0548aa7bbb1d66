using EidBridge.Host.Install;

namespace EidBridge.Host.Tests.Install;

/// <summary>A machine in a temporary folder, with the program in it and what the terminal showed.</summary>
internal sealed class InstallFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-install");

    public InstallFixture(string system = "linux", bool privileged = true)
    {
        var host = Path.Combine(_folder.FullName, "lib", "Zoë & Co", "eidbridge-host");
        Directory.CreateDirectory(Path.GetDirectoryName(host)!);
        File.WriteAllText(host, "program");
        Registry = new FakeRegistry();
        Machine = new InstallMachine(
            system, host, Path.Combine(_folder.FullName, "home"), Path.Combine(_folder.FullName, "root"), privileged,
            system == "windows" ? Registry : null);
    }

    public InstallMachine Machine { get; init; }

    public FakeRegistry Registry { get; }

    public HostIds Ids { get; } = HostIds.Load();

    public StringWriter Output { get; } = new();

    public StringWriter Errors { get; } = new();

    /// <summary>Installs what the temporary folder would be refused for.</summary>
    public int Install(params string[] args) => InstallCommand.Run([.. args, "--force"], NewTerminal(), Machine, Ids);

    public int InstallAsIs(params string[] args) => InstallCommand.Run(args, NewTerminal(), Machine, Ids);

    public int Uninstall(params string[] args) => UninstallCommand.Run(args, NewTerminal(), Machine, Ids);

    public void PutBrowser(string program)
    {
        var path = Machine.Root + program;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "browser");
    }

    public string InRoot(string folder) => Path.Combine(Machine.Root + folder, "be.eidbridge.host.json");

    public string InHome(string folder) => Path.Combine(Machine.Home, folder, "be.eidbridge.host.json");

    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder.FullName, name)).FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    private Terminal NewTerminal() => new(TextReader.Null, Output, Errors);
}
