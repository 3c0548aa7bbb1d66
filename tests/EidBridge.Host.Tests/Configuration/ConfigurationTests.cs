using System.Text;
using EidBridge.Host.Configuration;
using EidBridge.Protocol;
using Microsoft.Extensions.Logging;

namespace EidBridge.Host.Tests.Configuration;

[TestClass]
public sealed class ConfigurationTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-test-");

    [TestCleanup]
    public void Clean() => _folder.Delete(recursive: true);

    [TestMethod]
    public void EveryKey_IsRead()
    {
        var configuration = ConfigurationParser.Parse("""
            { "prompts": "pinentry", "pinentryProgram": "/usr/bin/pinentry", "pkcs11Modules": ["/usr/lib/a.so"],
              "allowedOrigins": ["https://portal.example"], "allowHttpLocalhost": true, "sharedDevice": true,
              "logLevel": "debug", "logDirectory": "/var/log/eidbridge", "userInteractionTimeoutSeconds": 60 }
            """u8);

        Assert.AreEqual(PromptKind.Pinentry, configuration.Prompts);
        Assert.AreEqual("/usr/bin/pinentry", configuration.PinentryProgram);
        CollectionAssert.AreEqual(new[] { "/usr/lib/a.so" }, configuration.Pkcs11Modules.ToArray());
        CollectionAssert.AreEqual(new[] { "https://portal.example" }, configuration.AllowedOrigins.ToArray());
        Assert.IsTrue(configuration is { AllowHttpLocalhost: true, SharedDevice: true, LogLevel: LogLevel.Debug });
        Assert.AreEqual("/var/log/eidbridge", configuration.LogDirectory);
        Assert.AreEqual(TimeSpan.FromMinutes(1), configuration.UserInteractionTimeout);
    }

    [TestMethod]
    [DataRow("""{ "unknown": 1 }""")]
    [DataRow("""{ "Prompts": "gtk" }""")]
    [DataRow("""{ "prompts": "browser" }""")]
    [DataRow("""{ "allowHttpLocalhost": "true" }""")]
    [DataRow("""{ "pinentryProgram": "pinentry" }""")]
    [DataRow("""{ "pkcs11Modules": ["beidpkcs11.so"] }""")]
    [DataRow("""{ "allowedOrigins": "https://portal.example" }""")]
    [DataRow("""{ "userInteractionTimeoutSeconds": 241 }""")]
    [DataRow("""{ "userInteractionTimeoutSeconds": 0 }""")]
    [DataRow("""{ "prompts": "gtk", "prompts": "auto" }""")]
    [DataRow("""[]""")]
    [DataRow("")]
    public void AnythingElse_IsRefused(string json)
    {
        var refused = Assert.ThrowsExactly<EidBridgeException>(() => ConfigurationParser.Parse(Encoding.UTF8.GetBytes(json)));

        Assert.AreEqual(ErrorCode.ConfigurationRefused, refused.Code);
    }

    [TestMethod]
    public void NoFile_MeansSafeDefaults()
    {
        var configuration = new ConfigurationSource(() => null, [PathOf("none.json")]).Read();

        Assert.AreEqual(new HostConfiguration(), configuration with { AllowedOrigins = new HostConfiguration().AllowedOrigins });
        Assert.IsFalse(configuration.AllowHttpLocalhost);
    }

    [TestMethod]
    public void FirstFound_IsUsedWhole()
    {
        var first = Write("first.json", """{ "sharedDevice": true }""");
        var second = Write("second.json", """{ "allowHttpLocalhost": true }""");

        var fromFiles = new ConfigurationSource(() => null, [first, second]).Read();
        var fromPolicy = new ConfigurationSource(() => """{ "logLevel": "none" }""", [first, second]).Read();

        Assert.IsTrue(fromFiles is { SharedDevice: true, AllowHttpLocalhost: false });
        Assert.IsTrue(fromPolicy is { SharedDevice: false, LogLevel: LogLevel.None });
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    [DataRow(UnixFileMode.GroupWrite)]
    [DataRow(UnixFileMode.OtherWrite)]
    public void FileThatOthersCanWrite_IsRefused(UnixFileMode others)
    {
        var file = Write("host.json", "{}");
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | others);

        AssertRefused(file, "writable by others");
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void FileInAFolderThatOthersCanWrite_IsRefused()
    {
        var file = Write("host.json", "{}");
        File.SetUnixFileMode(_folder.FullName, File.GetUnixFileMode(_folder.FullName) | UnixFileMode.OtherWrite);

        AssertRefused(file, "in a folder that others can write");
    }

    [TestMethod]
    public void FileThatCannotBeRead_IsNotAnAbsentOne()
    {
        // Root may read everything but a folder.
        var unreadable = _folder.CreateSubdirectory("host.json").FullName;
        var beside = Write("beside.json", """{ "allowHttpLocalhost": true }""");

        var refused = Assert.ThrowsExactly<EidBridgeException>(() => new ConfigurationSource(() => null, [unreadable, beside]).Read());

        Assert.AreEqual(ErrorCode.ConfigurationRefused, refused.Code);
    }

    [TestMethod]
    public void PolicyOfAnotherKind_IsNotAnAbsentOne()
    {
        Assert.IsNull(ConfigurationSource.PolicyText(null));
        Assert.AreEqual("{}", ConfigurationSource.PolicyText("{}"));
        foreach (var value in new object[] { 1, new byte[] { 1 }, new[] { "{}" } })
        {
            Assert.AreEqual(ErrorCode.ConfigurationRefused, Assert.ThrowsExactly<EidBridgeException>(() => ConfigurationSource.PolicyText(value)).Code);
        }
    }

    [TestMethod]
    public void HugeFile_IsRefused() => AssertRefused(Write("host.json", new string(' ', 70_000)), "too large");

    private static void AssertRefused(string file, string why)
    {
        var refused = Assert.ThrowsExactly<EidBridgeException>(() => new ConfigurationSource(() => null, [file]).Read());
        Assert.AreEqual((ErrorCode.ConfigurationRefused, why), (refused.Code, refused.Detail));
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(PathOf(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return PathOf(name);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
