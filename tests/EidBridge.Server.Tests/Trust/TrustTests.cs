using EidBridge.Server.Development;
using EidBridge.Server.Site;
using EidBridge.Server.Trust;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

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
    public void FileThatCannotBeRead_StopsTheServerAtItsStart()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "broken.crt"), "no certificate");
        var rule = new ReadableCertificates(Options.Create(new SiteOptions { Origin = new Uri("https://portal.example"), DataDirectory = _folder.FullName }));

        var result = rule.Validate(null, new TrustOptions { Directory = _folder.FullName });

        Assert.IsTrue(result.Failed);
        Assert.Contains("broken.crt", result.FailureMessage);
    }

    [TestMethod]
    public void DevelopmentRootThatIsNoCa_StopsTheServerAtItsStart_AndIsNamed()
    {
        var leaf = Path.Combine(_folder.FullName, "leaf.crt");
        File.WriteAllBytes(leaf, CardPki.Create(TimeProvider.System.GetUtcNow()).Issue(CardPersons.An, Applet.V18).Authentication.RawData);
        var rule = new ReadableCertificates(Options.Create(new SiteOptions { Origin = new Uri("http://localhost:5080"), DataDirectory = _folder.FullName }));

        var result = rule.Validate(null, new TrustOptions { DevelopmentRoots = [MakeRoot(), leaf] });

        Assert.IsTrue(result.Failed);
        Assert.Contains("leaf.crt is no CA", result.FailureMessage);
    }

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    private string MakeRoot()
    {
        CardPki.OpenOrCreate(_folder.FullName, TimeProvider.System.GetUtcNow());
        return Path.Combine(_folder.FullName, "root-ec.crt");
    }
}
