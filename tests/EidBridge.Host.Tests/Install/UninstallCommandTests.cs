namespace EidBridge.Host.Tests.Install;

[TestClass]
public sealed class UninstallCommandTests
{
    private const string ChromiumFolder = "/etc/chromium/native-messaging-hosts";

    [TestMethod]
    public void Uninstall_RemovesBothScopes_AndASecondRunHasNothingToDo()
    {
        using var machine = new InstallFixture();
        machine.Install("--all");
        machine.Install("--all", "--scope", "user");

        Assert.AreEqual(0, machine.Uninstall());

        Assert.IsEmpty(Directory.GetFiles(machine.Machine.Root, "*", SearchOption.AllDirectories));
        Assert.IsEmpty(Directory.GetFiles(machine.Machine.Home, "*", SearchOption.AllDirectories));
        machine.Output.GetStringBuilder().Clear();
        Assert.AreEqual(0, machine.Uninstall());
        Assert.AreEqual("nothing to do", machine.Output.ToString().Trim());
    }

    [TestMethod]
    public void ManifestOfAnotherProgram_IsKept_UnlessForced()
    {
        using var machine = new InstallFixture();
        machine.Install("--browsers", "chromium");
        var file = machine.InRoot(ChromiumFolder);
        File.WriteAllText(file, File.ReadAllText(file).Replace("eidbridge-host\"", "another\"", StringComparison.Ordinal));

        Assert.AreEqual(0, machine.Uninstall());
        Assert.IsTrue(File.Exists(file));
        Assert.Contains("--force removes it", machine.Output.ToString(), StringComparison.Ordinal);

        Assert.AreEqual(0, machine.Uninstall("--force"));
        Assert.IsFalse(File.Exists(file));
    }

    [TestMethod]
    public void OtherPeoplesHosts_AreNotTouched()
    {
        using var machine = new InstallFixture();
        machine.Install("--browsers", "chromium");
        var other = Path.Combine(Path.GetDirectoryName(machine.InRoot(ChromiumFolder))!, "org.example.other.json");
        File.WriteAllText(other, "{}");

        machine.Uninstall("--force");

        Assert.IsTrue(File.Exists(other));
    }

    [TestMethod]
    public void DryRun_RemovesNothing()
    {
        using var machine = new InstallFixture();
        machine.Install("--browsers", "chromium");

        Assert.AreEqual(0, machine.Uninstall("--dry-run"));

        Assert.IsTrue(File.Exists(machine.InRoot(ChromiumFolder)));
        Assert.Contains("would-remove", machine.Output.ToString(), StringComparison.Ordinal);
    }

    [TestMethod]
    public void Directory_IsCleanedAlone()
    {
        using var machine = new InstallFixture();
        var folder = machine.NewFolder("profile");
        machine.Install("--browsers", "chromium");
        machine.Install("--directory", folder);

        Assert.AreEqual(0, machine.Uninstall("--directory", folder));

        Assert.IsEmpty(Directory.GetFiles(folder));
        Assert.IsTrue(File.Exists(machine.InRoot(ChromiumFolder)));
    }
}
