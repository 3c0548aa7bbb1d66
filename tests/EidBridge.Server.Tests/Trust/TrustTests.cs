using EidBridge.Server.Development;
using EidBridge.Server.Trust;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Configuration;

namespace EidBridge.Server.Tests.Trust;

[TestClass]
public sealed class TrustTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-trust-");

    [TestMethod]
    [DataRow("http://localhost:5080", "http://127.0.0.1:5080", true)]
    [DataRow("https://portal.example", "http://127.0.0.1:5080", false)]
    [DataRow("http://localhost:5080", "http://0.0.0.0:5080", false)]
    public void DevelopmentRoot_BeyondLoopback_StopsTheServer(string origin, string urls, bool starts)
    {
        var root = MakeRoot();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Site:Origin"] = origin, ["urls"] = urls })
            .Build();

        var result = new DevelopmentRootsOnLoopbackOnly(new LoopbackRule(configuration)).Validate(null, new TrustOptions { DevelopmentRoots = [root] });

        Assert.AreEqual(starts, result.Succeeded);
        Assert.Contains(starts ? string.Empty : "Trust:DevelopmentRoots", result.FailureMessage ?? string.Empty);
    }

    [TestMethod]
    public void CertificateThatIsNotPinned_IsNotImported()
    {
        var imported = TrustStore.Import(Path.Combine(_folder.FullName, "trust"), MakeRoot());

        Assert.IsNull(imported);
        Assert.IsFalse(Directory.Exists(Path.Combine(_folder.FullName, "trust")));
    }

    [TestMethod]
    [DataRow("list", 0)]
    [DataRow("check", 1)]
    [DataRow("nonsense", 2)]
    public void Command_SaysHowItStands(string word, int exitCode)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Site:DataDirectory"] = _folder.FullName })
            .Build();
        using var output = new StringWriter();

        Assert.AreEqual(exitCode, TrustCommand.Run([word], configuration, output, TimeProvider.System));
        Assert.AreNotEqual(0, output.ToString().Length);
    }

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    private string MakeRoot()
    {
        CardPki.OpenOrCreate(_folder.FullName, TimeProvider.System.GetUtcNow());
        return Path.Combine(_folder.FullName, "root-ec.crt");
    }
}
