using System.Runtime.Versioning;
using System.Text.Json;
using EidBridge.Host.Install;

namespace EidBridge.Host.Tests.Install;

[TestClass]
public sealed class InstallCommandTests
{
    private const string ChromiumFolder = "/etc/chromium/native-messaging-hosts";
    private const string FirefoxFolder = "/usr/lib/mozilla/native-messaging-hosts";

    [TestMethod]
    public void MachineScope_WritesBothKindsOfManifest_ForInstalledBrowsersOnly()
    {
        using var machine = new InstallFixture();
        machine.PutBrowser("/usr/bin/chromium");
        machine.PutBrowser("/usr/bin/firefox-esr");

        var code = machine.Install();

        Assert.AreEqual(0, code);
        Assert.Contains("allowed_origins", File.ReadAllText(machine.InRoot(ChromiumFolder)), StringComparison.Ordinal);
        Assert.Contains("allowed_extensions", File.ReadAllText(machine.InRoot(FirefoxFolder)), StringComparison.Ordinal);
        Assert.IsFalse(File.Exists(machine.InRoot("/etc/opt/chrome/native-messaging-hosts")));
        Assert.Contains("Google Chrome is not installed", machine.Output.ToString(), StringComparison.Ordinal);
    }

    [TestMethod]
    public void UserScope_WritesIntoTheHomeFolder()
    {
        using var machine = new InstallFixture(privileged: false);

        var code = machine.Install("--scope", "user", "--all");

        Assert.AreEqual(0, code);
        foreach (var folder in new[]
        {
            ".config/google-chrome/NativeMessagingHosts", ".config/chromium/NativeMessagingHosts",
            ".config/microsoft-edge/NativeMessagingHosts", ".mozilla/native-messaging-hosts",
        })
        {
            Assert.IsTrue(File.Exists(machine.InHome(folder)), folder);
        }
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [UnsupportedOSPlatform("windows")]
    public void WrittenFile_IsReadableByAll_WithoutByteOrderMark_AndNothingElseIsLeft()
    {
        using var machine = new InstallFixture();

        machine.Install("--browsers", "chromium");

        var file = machine.InRoot(ChromiumFolder);
        Assert.AreEqual((byte)'{', File.ReadAllBytes(file)[0]);
        Assert.AreEqual("0644", Convert.ToString((int)File.GetUnixFileMode(file), 8).PadLeft(4, '0'));
        Assert.HasCount(1, Directory.GetFileSystemEntries(Path.GetDirectoryName(file)!));
    }

    [TestMethod]
    public void SymbolicLink_IsReplaced_AndNotFollowed()
    {
        using var machine = new InstallFixture();
        var file = machine.InRoot(ChromiumFolder);
        var target = Path.Combine(machine.NewFolder("elsewhere"), "precious");
        File.WriteAllText(target, "precious");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.CreateSymbolicLink(file, target);

        machine.Install("--browsers", "chromium");

        Assert.AreEqual("precious", File.ReadAllText(target));
        Assert.IsNull(new FileInfo(file).LinkTarget);
    }

    [TestMethod]
    public void SecondRun_ChangesNothing()
    {
        using var machine = new InstallFixture();
        machine.Install("--browsers", "chromium,firefox");
        var before = File.GetLastWriteTimeUtc(machine.InRoot(ChromiumFolder));

        var code = machine.Install("--browsers", "chromium,firefox");

        Assert.AreEqual(0, code);
        Assert.AreEqual(before, File.GetLastWriteTimeUtc(machine.InRoot(ChromiumFolder)));
        Assert.Contains("unchanged", machine.Output.ToString(), StringComparison.Ordinal);
    }

    [TestMethod]
    public void Directory_GetsChromiumsManifest_WithoutAdministratorRights()
    {
        using var machine = new InstallFixture(privileged: false);
        var folder = Path.Combine(machine.NewFolder("profile"), "NativeMessagingHosts");

        var code = machine.InstallAsIs("--directory", folder, "--browsers", "chromium");

        Assert.AreEqual(0, code);
        Assert.AreEqual(machine.Machine.HostPath, HostManifest.Parse(File.ReadAllText(Path.Combine(folder, "be.eidbridge.host.json")))!.Path);
    }

    [TestMethod]
    public void MachineScope_WithoutRights_SaysTheCommandToRun()
    {
        using var machine = new InstallFixture(privileged: false);

        var code = machine.InstallAsIs("--browsers", "edge");

        Assert.AreEqual(3, code);
        Assert.Contains($"sudo '{machine.Machine.HostPath}' install --browsers edge", machine.Errors.ToString(), StringComparison.Ordinal);
    }

    [TestMethod]
    public void ProgramInATemporaryFolder_IsRefusedForEverybody()
    {
        using var machine = new InstallFixture();

        var code = machine.InstallAsIs("--browsers", "chromium");

        Assert.AreEqual(3, code);
        Assert.Contains("does not last", machine.Errors.ToString(), StringComparison.Ordinal);
        Assert.IsFalse(File.Exists(machine.InRoot(ChromiumFolder)));
    }

    [TestMethod]
    public void DryRun_NeedsNoRights_AndWritesNothing()
    {
        using var machine = new InstallFixture(privileged: false);

        var code = machine.Install("--dry-run", "--all", "--json");

        Assert.AreEqual(0, code);
        Assert.IsFalse(Directory.Exists(machine.Machine.Root));
        using var json = JsonDocument.Parse(machine.Output.ToString());
        Assert.IsTrue(json.RootElement.GetProperty("dryRun").GetBoolean());
        Assert.AreEqual(4, json.RootElement.GetProperty("places").EnumerateArray().Count(p => p.GetProperty("outcome").GetString() == "would-write"));
    }

    [TestMethod]
    public void OneFolderThatCannotBeWritten_DoesNotStopTheOthers()
    {
        using var machine = new InstallFixture();
        var blocked = Path.GetDirectoryName(machine.InRoot(FirefoxFolder))!;
        Directory.CreateDirectory(Path.GetDirectoryName(blocked)!);
        File.WriteAllText(blocked, "a file where the folder should be");

        var code = machine.Install("--browsers", "chromium,firefox");

        Assert.AreEqual(1, code);
        Assert.IsTrue(File.Exists(machine.InRoot(ChromiumFolder)));
        Assert.Contains("failed", machine.Output.ToString(), StringComparison.Ordinal);
    }

    [TestMethod]
    public void NothingThatCanBeWritten_IsAnInputOutputError()
    {
        using var machine = new InstallFixture();
        var blocked = Path.GetDirectoryName(machine.InRoot(FirefoxFolder))!;
        Directory.CreateDirectory(Path.GetDirectoryName(blocked)!);
        File.WriteAllText(blocked, "a file where the folder should be");

        Assert.AreEqual(4, machine.Install("--browsers", "firefox"));
    }

    [TestMethod]
    [DataRow("--scope", "everywhere")]
    [DataRow("--browsers", "netscape")]
    [DataRow("--browsers", "")]
    [DataRow("--scope")]
    [DataRow("--what")]
    [DataRow("--directory", "/x", "--scope", "user")]
    public void WrongOptions_AreAUsageError(params string[] args)
    {
        using var machine = new InstallFixture();

        Assert.AreEqual(2, machine.InstallAsIs(args));
    }
}
