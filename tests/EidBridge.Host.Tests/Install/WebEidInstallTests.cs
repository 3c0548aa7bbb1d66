namespace EidBridge.Host.Tests.Install;

/// <summary>The second name, for Web eID's own extension: only on request, and never in place of somebody else's program unasked.</summary>
[TestClass]
public sealed class WebEidInstallTests
{
    private const string ChromiumFolder = "/etc/chromium/native-messaging-hosts";
    private const string FirefoxFolder = "/usr/lib/mozilla/native-messaging-hosts";

    [TestMethod]
    public void WithoutTheOption_TheNameIsNotTaken()
    {
        using var machine = new InstallFixture();

        machine.Install("--all");

        Assert.IsFalse(File.Exists(WebEid(machine, ChromiumFolder)));
    }

    [TestMethod]
    public void Option_WritesBothNames_EachWithItsOwnExtensions()
    {
        using var machine = new InstallFixture();

        Assert.AreEqual(0, machine.Install("--all", "--web-eid", "--dev-id"));

        var (chromium, firefox) = (File.ReadAllText(WebEid(machine, ChromiumFolder)), File.ReadAllText(WebEid(machine, FirefoxFolder)));
        Assert.Contains("\"eu.webeid\"", chromium);
        Assert.Contains("ncibgoaomkmdpilpocfeponihegamlic", chromium);
        Assert.Contains("gnmckgbandlkacikdndelhfghdejfido", chromium);
        Assert.DoesNotContain("dglemegkjclfkhbdoafkohofiinneejo", chromium);
        Assert.Contains("{e68418bc-f2b0-4459-a9ea-3e72b6751b07}", firefox);
        Assert.DoesNotContain("ncibgoaomkmdpilpocfeponihegamlic", File.ReadAllText(machine.InRoot(ChromiumFolder)));
    }

    [TestMethod]
    public void AnotherProgramUnderThatName_IsKept_UnlessForced()
    {
        using var machine = new InstallFixture(privileged: false);
        var folder = machine.NewFolder("profile");
        var file = Path.Combine(folder, "eu.webeid.json");
        const string Theirs = """{"name":"eu.webeid","path":"/usr/bin/web-eid"}""";
        File.WriteAllText(file, Theirs);

        Assert.AreEqual(0, machine.InstallAsIs("--directory", folder, "--web-eid"));
        Assert.AreEqual(Theirs, File.ReadAllText(file));
        Assert.Contains("it points to /usr/bin/web-eid; --force replaces it", machine.Output.ToString());

        machine.Install("--directory", folder, "--web-eid");
        Assert.Contains(machine.Machine.HostPath, System.Text.Json.JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("path").GetString()!);
    }

    [TestMethod]
    public void Uninstall_TakesOursAway_AndNeverTheirs()
    {
        using var machine = new InstallFixture();
        machine.Install("--all", "--web-eid");
        var theirs = WebEid(machine, FirefoxFolder);
        File.WriteAllText(theirs, """{"name":"eu.webeid","path":"/usr/bin/web-eid"}""");

        Assert.AreEqual(0, machine.Uninstall("--force"));

        Assert.IsFalse(File.Exists(WebEid(machine, ChromiumFolder)));
        Assert.IsTrue(File.Exists(theirs));
    }

    private static string WebEid(InstallFixture machine, string folder) => Path.Combine(machine.Machine.Root + folder, "eu.webeid.json");
}
