using System.Diagnostics;
using System.Runtime.Versioning;
using EidBridge.Host.Install;

namespace EidBridge.Host.Tests.Install;

/// <summary>Who could put another program in the place of ours. The tests run as root, whose files these are.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
[SupportedOSPlatform("linux")]
public sealed class HostPathCheckTests
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("eidbridge-path");
    private readonly string _folder;
    private readonly string _program;

    public HostPathCheckTests()
    {
        _folder = _root.CreateSubdirectory("lib").CreateSubdirectory("eidbridge").FullName;
        _program = Path.Combine(_folder, "eidbridge-host");
        File.WriteAllText(_program, "program");
        File.SetUnixFileMode(_program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    [TestCleanup]
    public void Clean() => _root.Delete(recursive: true);

    [TestMethod]
    public void RootsOwn_IsFine() => Assert.IsNull(HostPathCheck.Replaceable(_program, forMachine: true));

    [TestMethod]
    [DataRow("", UnixFileMode.GroupWrite)]
    [DataRow("", UnixFileMode.OtherWrite)]
    [DataRow("lib/eidbridge", UnixFileMode.GroupWrite)]
    [DataRow("lib", UnixFileMode.OtherWrite)]
    public void ProgramOrFolderThatOthersCanWrite_IsNamed(string where, UnixFileMode others)
    {
        var open = where.Length == 0 ? _program : Path.Combine(_root.FullName, where);
        File.SetUnixFileMode(open, File.GetUnixFileMode(open) | others);

        Assert.AreEqual(open, HostPathCheck.Replaceable(_program, forMachine: true));
        Assert.AreEqual(open, HostPathCheck.Replaceable(_program, forMachine: false));
    }

    [TestMethod]
    public void StickyFolder_IsFine()
    {
        var folder = Path.Combine(_root.FullName, "lib");
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);

        Assert.IsNull(HostPathCheck.Replaceable(_program, forMachine: true));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("lib/eidbridge")]
    [DataRow("lib")]
    public async Task ProgramOrFolderOfAUser_IsNotForEverybody(string where)
    {
        const string Nobody = "65534";
        var owned = where.Length == 0 ? _program : Path.Combine(_root.FullName, where);
        using var change = Process.Start("chown", [Nobody, owned]);
        await change.WaitForExitAsync();
        Assert.AreEqual(0, change.ExitCode, "the tests need root");

        Assert.AreEqual(owned, HostPathCheck.Replaceable(_program, forMachine: true));
        Assert.IsNull(HostPathCheck.Replaceable(_program, forMachine: false), "a user's own program is that user's affair");
    }
}
