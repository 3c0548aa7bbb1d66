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

    [TestMethod]
    [DataRow("import", "nowhere.crt", "there is no such file")]
    [DataRow("import", "broken.crt", "holds no certificate")]
    [DataRow("check", null, "holds no certificate")]
    public void FileThatCannotBeRead_IsNamed(string word, string? file, string expected)
    {
        var trust = _folder.CreateSubdirectory("trust").FullName;
        File.WriteAllText(Path.Combine(_folder.FullName, "broken.crt"), "no certificate");
        if (word == "check")
        {
            File.WriteAllText(Path.Combine(trust, "broken.crt"), "no certificate");
        }

        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Site:DataDirectory"] = _folder.FullName })
            .Build();
        using var output = new StringWriter();

        var code = TrustCommand.Run(file is null ? [word] : [word, Path.Combine(_folder.FullName, file)], configuration, output, TimeProvider.System);

        Assert.AreEqual(1, code);
        Assert.Contains(file ?? "broken.crt", output.ToString());
        Assert.Contains(expected, output.ToString());
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

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    private string MakeRoot()
    {
        CardPki.OpenOrCreate(_folder.FullName, TimeProvider.System.GetUtcNow());
        return Path.Combine(_folder.FullName, "root-ec.crt");
    }
}
