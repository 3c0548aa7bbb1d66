using System.Text.Json;
using EidBridge.Host.Install;

namespace EidBridge.Host.Tests.Install;

[TestClass]
public sealed class ManifestTests
{
    private static readonly string[] Common = ["name", "description", "path", "type"];

    [TestMethod]
    public void ChromiumManifest_IsExactlyThis()
    {
        var ids = HostIds.Load();

        var text = HostManifest.Render(ManifestKind.Chromium, ids, "/usr/lib/eidbridge/eidbridge-host", withDevelopmentId: false);

        Assert.AreEqual(
            """
            {
              "name": "be.eidbridge.host",
              "description": "EidBridge: log in with the Belgian eID card (DEV)",
              "path": "/usr/lib/eidbridge/eidbridge-host",
              "type": "stdio",
              "allowed_origins": ["chrome-extension://dglemegkjclfkhbdoafkohofiinneejo/"]
            }

            """,
            text);
    }

    [TestMethod]
    public void FirefoxManifest_IsExactlyThis()
    {
        var text = HostManifest.Render(ManifestKind.Firefox, HostIds.Load(), "/usr/lib/eidbridge/eidbridge-host", withDevelopmentId: false);

        Assert.AreEqual(
            """
            {
              "name": "be.eidbridge.host",
              "description": "EidBridge: log in with the Belgian eID card",
              "path": "/usr/lib/eidbridge/eidbridge-host",
              "type": "stdio",
              "allowed_extensions": ["eidbridge@eidbridge.be"]
            }

            """,
            text);
    }

    [TestMethod]
    [DataRow("chromium", "allowed_origins")]
    [DataRow("firefox", "allowed_extensions")]
    public void Manifest_HasFiveMembers_AndNoWildcard(string kind, string list)
    {
        var text = HostManifest.Render(Enum.Parse<ManifestKind>(kind, ignoreCase: true), HostIds.Load(), "/x/eidbridge-host", withDevelopmentId: true);

        using var json = JsonDocument.Parse(text);
        CollectionAssert.AreEquivalent(Common.Append(list).ToArray(), json.RootElement.EnumerateObject().Select(m => m.Name).ToArray());
        Assert.DoesNotContain("*", text, StringComparison.Ordinal);
        Assert.DoesNotContain("@HOST", text, StringComparison.Ordinal);
    }

    [TestMethod]
    public void DevelopmentId_IsLeftOut_OnceAStoreGaveOne()
    {
        var ids = HostIds.Load() with { ChromiumStoreIds = [new string('a', 32), new string('b', 32)] };

        var released = HostManifest.Render(ManifestKind.Chromium, ids, "/x/eidbridge-host", withDevelopmentId: false);
        var development = HostManifest.Render(ManifestKind.Chromium, ids, "/x/eidbridge-host", withDevelopmentId: true);

        Assert.DoesNotContain(ids.ChromiumDevelopmentId!, released, StringComparison.Ordinal);
        Assert.DoesNotContain("DEV", released, StringComparison.Ordinal);
        Assert.Contains($"chrome-extension://{new string('b', 32)}/", released, StringComparison.Ordinal);
        Assert.Contains(ids.ChromiumDevelopmentId!, development, StringComparison.Ordinal);
        Assert.Contains("(DEV)", development, StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow(@"C:\Program Files\EidBridge\eidbridge-host.exe")]
    [DataRow("/opt/Zoë & Co \"x\"/eidbridge-host")]
    public void Path_SurvivesTheManifest(string path)
    {
        var text = HostManifest.Render(ManifestKind.Chromium, HostIds.Load(), path, withDevelopmentId: false);

        Assert.AreEqual(new HostManifest("be.eidbridge.host", path), HostManifest.Parse(text));
    }

    [TestMethod]
    public void EveryBrowser_HasAPlaceOnEverySystem()
    {
        foreach (var system in new[] { "linux", "macos" })
        {
            Assert.IsTrue(Browser.All(system).All(b => Path.IsPathRooted(b.MachineFolder) && b.UserFolder.StartsWith("~/", StringComparison.Ordinal)), system);
        }

        Assert.IsTrue(Browser.All("windows").All(b => b.RegistryKey.EndsWith(@"\NativeMessagingHosts", StringComparison.Ordinal)));
        CollectionAssert.AreEqual(new[] { "chrome", "chromium", "edge", "firefox" }, Browser.All("linux").Select(b => b.Id).ToArray());
    }
}
