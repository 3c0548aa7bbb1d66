using System.Reflection.PortableExecutable;
using System.Text;
using EidBridge.WindowGallery;

namespace EidBridge.Host.Tests.Windows;

/// <summary>The published program for Windows, under wine. Wine's winscard knows no reader service, so cards end there.</summary>
[TestClass]
[DoNotParallelize]
public sealed class WindowsHostTests
{
    private const string Version = """{"version":"2.9.0+eidbridge.0.1.0","eidbridge":{"version":"0.1.0","protocol":1}}""";
    private const string Login = """{"command":"authenticate","arguments":{"challengeNonce":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=","origin":"https://doctor.example"}}""";
    private static WinePrefix _prefix = null!;
    private static string _folder = null!;

    [ClassInitialize]
    public static async Task PlaceAsync(TestContext context)
    {
        _prefix = await Wine.GetAsync();
        _folder = WineHost.Place(_prefix);
    }

    [TestMethod]
    [DataRow("""{"command":"quit","arguments":{}}""", "{}")]
    [DataRow("""{"command":"status","arguments":{}}""", "pcsc-unavailable")]
    [DataRow("""{"command":"frobnicate","arguments":{}}""", "unknown-command")]
    [DataRow("""{"command":"quit","arguments":{}""", "invalid-json")]
    public async Task Request_IsAnsweredAfterTheVersion(string request, string answer)
    {
        await using var host = WineHost.Start(_prefix, [WineHost.Caller, "--parent-window=0"]);

        var version = await host.ReceiveAsync();
        await host.SendAsync(request);

        Assert.AreEqual(Version, version);
        Assert.Contains(answer, await host.ReceiveAsync());
        Assert.AreEqual((0, string.Empty), await host.EndAsync());
    }

    [TestMethod]
    public async Task EndOfInput_EndsTheProcess()
    {
        await using var host = WineHost.Start(_prefix, [WineHost.Caller, "--parent-window=0"]);
        await host.ReceiveAsync();

        host.EndInput();

        Assert.AreEqual((0, string.Empty), await host.EndAsync());
    }

    [TestMethod]
    public async Task Firefox_NamesItsManifestAndItsAddOn()
    {
        await using var host = WineHost.Start(_prefix, [$@"{WineHost.Folder}\firefox\be.eidbridge.host.json", "eidbridge@eidbridge.be"]);

        Assert.AreEqual(Version, await host.ReceiveAsync());
    }

    [TestMethod]
    public async Task AnotherExtension_GetsNoFrame()
    {
        await using var host = WineHost.Start(_prefix, ["chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/", "--parent-window=0"]);

        Assert.AreEqual((3, string.Empty), await host.EndAsync());
    }

    [TestMethod]
    public async Task Login_WithoutACardService_IsToldAtOnce()
    {
        await using var host = WineHost.Start(_prefix, [WineHost.Caller, "--parent-window=0"]);
        await host.ReceiveAsync();

        await host.SendAsync(Login);

        Assert.Contains("pcsc-unavailable", await host.ReceiveAsync());
        Assert.AreEqual((0, string.Empty), await host.EndAsync());
    }

    [TestMethod]
    public async Task CardLibraryBesideTheProgramAndInTheWorkingDirectory_IsNotLoaded()
    {
        var trap = Directory.CreateDirectory(Path.Combine(_prefix.DiskC, "trap")).FullName;
        string[] planted = [Path.Combine(trap, "winscard.dll"), Path.Combine(_folder, "winscard.dll")];
        foreach (var file in planted)
        {
            await File.WriteAllTextAsync(file, "no library");
        }

        try
        {
            await using var host = WineHost.Start(_prefix, ["status", "--json"], directory: trap);
            var (_, answer) = await host.EndAsync();

            // The planted file is no image: whoever takes it ends in another way than wine's own library does.
            Assert.Contains("pcsc-unavailable", answer);
        }
        finally
        {
            Array.ForEach(planted, File.Delete);
        }
    }

    [TestMethod]
    [DataRow("machine", "HKLM")]
    [DataRow("user", "HKCU")]
    public async Task Install_WritesTheKeysOfEveryBrowser_AndUninstallRemovesThem(string scope, string hive)
    {
        await _prefix.WineAsync(WineHost.Path, "install", "--all", "--scope", scope);

        foreach (var (browser, kind) in Browsers)
        {
            var key = $@"{hive}\SOFTWARE\{browser}\NativeMessagingHosts\be.eidbridge.host";
            Assert.Contains($@"{WineHost.Folder}\{kind}\be.eidbridge.host.json", await _prefix.WineAsync("reg", "query", key, "/ve"));
        }

        var manifest = await File.ReadAllTextAsync(Path.Combine(_folder, "chromium", "be.eidbridge.host.json"));
        Assert.Contains(@"C:\\Program Files\\EidBridge\\eidbridge-host.exe", manifest);
        await _prefix.WineAsync(WineHost.Path, "uninstall", "--scope", scope);

        foreach (var (browser, _) in Browsers)
        {
            var parent = await _prefix.WineAsync("reg", "query", $@"{hive}\SOFTWARE\{browser}\NativeMessagingHosts");
            Assert.DoesNotContain("be.eidbridge.host", parent);
        }
    }

    [TestMethod]
    public void Program_HasNoConsole_IsNotRaised_AndKnowsTheDensityOfEachScreen()
    {
        var program = File.ReadAllBytes(Path.Combine(WineHost.Published, "eidbridge-host.exe"));
        using var headers = new PEReader(new MemoryStream(program));
        var text = Encoding.UTF8.GetString(program);

        Assert.AreEqual(Subsystem.WindowsGui, headers.PEHeaders.PEHeader!.Subsystem);
        Assert.Contains("PerMonitorV2", text);
        Assert.Contains("asInvoker", text);
    }

    private static (string Browser, string Kind)[] Browsers =>
    [
        (@"Google\Chrome", "chromium"), ("Chromium", "chromium"), (@"Microsoft\Edge", "chromium"), ("Mozilla", "firefox"),
    ];
}
