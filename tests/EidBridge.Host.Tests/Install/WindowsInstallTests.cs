using EidBridge.Host.Install;

namespace EidBridge.Host.Tests.Install;

/// <summary>The keys of Windows, against a registry in memory; the real one has never been written by this code.</summary>
[TestClass]
public sealed class WindowsInstallTests
{
    private const string ChromeKey = @"SOFTWARE\Google\Chrome\NativeMessagingHosts\be.eidbridge.host";
    private const string EdgeKey = @"SOFTWARE\Microsoft\Edge\NativeMessagingHosts\be.eidbridge.host";
    private const string FirefoxKey = @"SOFTWARE\Mozilla\NativeMessagingHosts\be.eidbridge.host";

    [TestMethod]
    public void Install_WritesThe64BitView_WithTheRightFileForEachBrowser()
    {
        using var machine = new InstallFixture("windows");

        Assert.AreEqual(0, machine.Install());

        var chrome = machine.Registry.Values[(InstallScope.Machine, false, ChromeKey)];
        var firefox = machine.Registry.Values[(InstallScope.Machine, false, FirefoxKey)];
        Assert.Contains("allowed_origins", File.ReadAllText(chrome), StringComparison.Ordinal);
        Assert.Contains("allowed_extensions", File.ReadAllText(firefox), StringComparison.Ordinal);
        Assert.AreEqual(chrome, machine.Registry.Values[(InstallScope.Machine, false, EdgeKey)]);
        Assert.HasCount(4, machine.Registry.Values);
    }

    [TestMethod]
    public void Install_RemovesAStaleEntryOfTheView_ThatBrowsersReadFirst()
    {
        using var machine = new InstallFixture("windows");
        machine.Registry.Values[(InstallScope.Machine, true, ChromeKey)] = @"C:\old\manifest.json";

        machine.Install();

        Assert.IsFalse(machine.Registry.Values.ContainsKey((InstallScope.Machine, true, ChromeKey)));
    }

    [TestMethod]
    public void ProgramThatDoesNotLast_IsSentToAFolderOfThisSystem()
    {
        using var machine = new InstallFixture("windows");

        Assert.AreEqual(3, machine.InstallAsIs());

        Assert.Contains(@"Move it, for example to C:\Program Files\EidBridge, or add --force.", machine.Errors.ToString());
    }

    [TestMethod]
    public void CommandToRunAsAdministrator_IsWrittenAsWindowsReadsIt()
    {
        using var machine = new InstallFixture("windows", privileged: false);

        Assert.AreEqual(3, machine.InstallAsIs());

        Assert.Contains($"\"{machine.Machine.HostPath}\" install", machine.Errors.ToString());
    }

    [TestMethod]
    public void SecondRun_ChangesNothing()
    {
        using var machine = new InstallFixture("windows");
        machine.Install();
        machine.Output.GetStringBuilder().Clear();

        Assert.AreEqual(0, machine.Install());

        Assert.DoesNotContain("written", machine.Output.ToString(), StringComparison.Ordinal);
    }

    [TestMethod]
    public void UninstallOfOneBrowser_LeavesTheFileThatAnotherStillNeeds()
    {
        using var machine = new InstallFixture("windows");
        machine.Install();
        var file = machine.Registry.Values[(InstallScope.Machine, false, ChromeKey)];

        machine.Uninstall("--browsers", "edge");

        Assert.IsFalse(machine.Registry.Values.ContainsKey((InstallScope.Machine, false, EdgeKey)));
        Assert.IsTrue(File.Exists(file));
    }

    [TestMethod]
    public void Uninstall_RemovesKeysAndFiles()
    {
        using var machine = new InstallFixture("windows");
        machine.Install();
        var file = machine.Registry.Values[(InstallScope.Machine, false, ChromeKey)];

        Assert.AreEqual(0, machine.Uninstall());

        Assert.IsEmpty(machine.Registry.Values);
        Assert.IsFalse(File.Exists(file));
    }

    [TestMethod]
    public void KeyThatPointsToAnotherProgram_IsKept()
    {
        using var machine = new InstallFixture("windows");
        var other = Path.Combine(machine.NewFolder("other"), "manifest.json");
        File.WriteAllText(other, HostManifest.Render(ManifestKind.Chromium, machine.Ids, "/another/host", withDevelopmentId: false));
        machine.Registry.Values[(InstallScope.User, false, ChromeKey)] = other;

        Assert.AreEqual(0, machine.Uninstall());

        Assert.AreEqual(other, machine.Registry.Values[(InstallScope.User, false, ChromeKey)]);
        Assert.Contains("kept", machine.Output.ToString(), StringComparison.Ordinal);
    }
}
