using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EidBridge.VirtualCard;

namespace EidBridge.Server.Tests.Trust;

/// <summary><c>trust fetch</c>: from the addresses of the configuration, and only what is pinned or signed by what is pinned.</summary>
[TestClass]
public sealed class TrustFetchTests : IAsyncDisposable
{
    private readonly TrustStage _stage = new();

    [TestMethod]
    public async Task RootsAndIssuingCas_AreAdded_WhateverTheirOrder_AndTheNextTimeAreHereAlready()
    {
        var citizen = TrustStage.Pki.IssuingCa(Applet.V18, foreigner: false);
        _stage.Set("Trust:Sources:0", await _stage.PublishAsync("/citizen.crt", citizen.RawData));
        _stage.Set("Trust:Sources:1", await _stage.PublishAsync("/root-ec.crt", TrustStage.Pki.EcRoot.RawData));
        _stage.Set("Trust:Sources:2", await _stage.PublishAsync("/root-rsa.pem", System.Text.Encoding.ASCII.GetBytes(TrustStage.Pki.RsaRoot.ExportCertificatePem())));

        var (first, added) = await _stage.RunAsync("fetch");
        var (second, json) = await _stage.RunJsonAsync("fetch");

        Assert.AreEqual(0, first);
        Assert.AreEqual(3, added.Split('\n').Count(line => line.StartsWith("added", StringComparison.Ordinal)));
        Assert.AreEqual(3, added.Split('\n').Count(line => line.StartsWith("asking", StringComparison.Ordinal)), "each address is told before it is asked, except to a program");
        Assert.Contains("Restart the server", added);
        Assert.AreEqual(0, second);
        Assert.IsTrue(json.GetProperty("results").EnumerateArray().All(result => result.GetProperty("outcome").GetString() == "present"));
        Assert.AreSequenceEqual(
            new[] { TrustStage.FileOf(citizen), TrustStage.FileOf(TrustStage.Pki.EcRoot), TrustStage.FileOf(TrustStage.Pki.RsaRoot), "updated-at" }.Order(StringComparer.Ordinal),
            _stage.Files);
        Assert.AreEqual(0, (await _stage.RunAsync("check")).Code);
    }

    [TestMethod]
    public async Task AddressesOfTheCommandLine_GoBeforeTheConfiguration()
    {
        _stage.Set("Trust:Sources:0", await _stage.AddressOfAsync("/not-asked.crt"));

        var (code, _) = await _stage.RunAsync("fetch", await _stage.PublishAsync("/root.crt", TrustStage.Pki.EcRoot.RawData));

        Assert.AreEqual(0, code);
        Assert.AreSequenceEqual(["/root.crt"], _stage.Asked);
    }

    [TestMethod]
    public async Task WhatIsNotPinned_IsRefused_AndNothingIsWritten()
    {
        var other = CardPki.Create(TrustStage.Now);
        await _stage.RunAsync("fetch", await _stage.PublishAsync("/root.crt", TrustStage.Pki.EcRoot.RawData));
        var before = _stage.Files.ToList();

        foreach (var (certificate, reason) in new[]
        {
            (other.EcRoot, "a root that is not pinned"),
            (other.IssuingCa(Applet.V18, foreigner: false), "no pinned root that is here has signed it"),
            (TrustStage.Pki.IssuingCa(Applet.V17, foreigner: false), "no pinned root that is here has signed it"),
            (TrustStage.Pki.NationalRegister(Applet.V18), "neither a pinned root nor an issuing CA"),
            (TrustStage.Pki.Issue(CardPersons.An, Applet.V18).Authentication, "neither a pinned root nor an issuing CA"),
        })
        {
            var (code, json) = await _stage.RunJsonAsync("fetch", await _stage.PublishAsync("/other.crt", certificate.RawData));
            var result = json.GetProperty("results").EnumerateArray().Single();

            Assert.AreEqual(1, code);
            Assert.AreEqual(("refused", reason), (result.GetProperty("outcome").GetString(), result.GetProperty("reason").GetString()));
        }

        Assert.AreSequenceEqual(before, _stage.Files);
    }

    [TestMethod]
    public async Task RefusedRoot_IsToldByItsFingerprint_AndWhereThePinnedOnesStand()
    {
        var other = CardPki.Create(TrustStage.Now).EcRoot;

        var (_, text) = await _stage.RunAsync("fetch", await _stage.PublishAsync("/other.crt", other.RawData));
        var (_, list) = await _stage.RunAsync("list");

        Assert.Contains($"its SHA-256: {TrustStage.FingerprintOf(other)}", text);
        Assert.Contains("eidbridge-server trust list", text);
        Assert.Contains(TrustStage.FingerprintOf(TrustStage.Pki.EcRoot), list);
    }

    [TestMethod]
    public async Task IssuingCaWithoutARoot_IsRefused_AndTheOrderIsSaid()
    {
        var (code, text) = await _stage.RunAsync("fetch", await _stage.PublishAsync("/ca.crt", TrustStage.Pki.IssuingCa(Applet.V18, foreigner: false).RawData));

        Assert.AreEqual(1, code);
        Assert.Contains("take the roots first", text);
        Assert.IsEmpty(_stage.Files);
    }

    [TestMethod]
    public async Task IssuingCaThatHasEnded_IsRefused()
    {
        var root = await _stage.PublishAsync("/root.crt", TrustStage.Pki.EcRoot.RawData);
        var ca = await _stage.PublishAsync("/ca.crt", TrustStage.Pki.IssuingCa(Applet.V18, foreigner: false).RawData);
        _stage.Clock.Advance(TimeSpan.FromDays(5001));

        var (code, text) = await _stage.RunAsync("fetch", root, ca);

        Assert.AreEqual(1, code);
        Assert.Contains("has ended", text);
    }

    [TestMethod]
    public async Task CaThatEveryLoginWouldRefuse_IsRefused()
    {
        var (root, ca) = (TrustStage.Pki.Root(Applet.V18), TrustStage.Pki.IssuingCa(Applet.V18, foreigner: false));
        var request = new CertificateRequest(ca.SubjectName, ca.PublicKey, HashAlgorithmName.SHA384);
        foreach (var extension in ca.Extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var signer = X509SignatureGenerator.CreateForECDsa(root.GetECDsaPrivateKey()!);
        using var forServers = request.Create(
            root.SubjectName, signer, new DateTimeOffset(ca.NotBefore), new DateTimeOffset(ca.NotAfter), [0x10, 9, 9, 9]);

        var (code, text) = await _stage.RunAsync(
            "fetch", await _stage.PublishAsync("/root.crt", TrustStage.Pki.EcRoot.RawData), await _stage.PublishAsync("/ca.crt", forServers.RawData));

        Assert.AreEqual(1, code);
        Assert.Contains("a CA for something else than logins", text);
    }

    [TestMethod]
    public async Task SiteThatFails_KeepsNoOtherFromBeingTaken_AndIsNamed()
    {
        var root = await _stage.PublishAsync("/root.crt", TrustStage.Pki.EcRoot.RawData);
        var missing = await _stage.AddressOfAsync("/missing.crt");
        var garbage = await _stage.PublishAsync("/garbage.crt", "<html>"u8.ToArray());
        var huge = await _stage.PublishAsync("/huge.crt", new byte[20_001]);
        var moved = await _stage.AddressOfAsync("/moved.crt");
        _stage.Published["/moved.crt"] = context =>
        {
            context.Response.Redirect("/root.crt");
            return Task.CompletedTask;
        };

        var (code, json) = await _stage.RunJsonAsync("fetch", missing, garbage, huge, moved, "http://127.0.0.1:9/nobody.crt", root);

        Assert.AreEqual(1, code);
        var outcomes = json.GetProperty("results").EnumerateArray().ToDictionary(r => r.GetProperty("source").GetString()!, r => r.GetProperty("outcome").GetString());
        Assert.AreEqual("added", outcomes[root]);
        Assert.AreEqual("unreadable", outcomes[garbage]);
        foreach (var address in new[] { missing, huge, moved, "http://127.0.0.1:9/nobody.crt" })
        {
            Assert.AreEqual("unreachable", outcomes[address], address);
        }

        Assert.AreEqual(1, _stage.Asked.Count(path => path == "/root.crt"), "a redirect is not followed");
    }

    [TestMethod]
    [DataRow("fetch", "ftp://127.0.0.1/root.crt")]
    [DataRow("fetch", "root.crt")]
    [DataRow("fetch", "--everything")]
    [DataRow("import")]
    [DataRow("import", "--force")]
    [DataRow("list", "more")]
    [DataRow("nonsense")]
    [DataRow]
    public async Task WrongUsage_IsTold_WithTheHelp(params string[] words)
    {
        var (code, text) = await _stage.RunAsync(words);

        Assert.AreEqual(2, code);
        Assert.Contains("eidbridge-server trust:", text);
    }

    [TestMethod]
    [DataRow("--help")]
    [DataRow("help")]
    [DataRow("fetch", "--help")]
    public async Task Help_IsNoFault(params string[] words) => Assert.AreEqual(0, (await _stage.RunAsync(words)).Code);

    [TestMethod]
    public void KnownSources_AreAddressesOfTheBelgianState()
    {
        var sources = EidBridge.Server.Trust.TrustFetch.KnownSources();

        Assert.IsNotEmpty(sources);
        Assert.IsTrue(sources.All(source => new Uri(source).Host.EndsWith(".belgium.be", StringComparison.Ordinal)));
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();
}
