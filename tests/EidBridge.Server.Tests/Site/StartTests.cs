using EidBridge.Server.Accounts;
using EidBridge.Server.Development;
using EidBridge.Server.Site;
using EidBridge.Server.Sms;
using EidBridge.Server.Tests.Journey;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Tests.Site;

[TestClass]
public sealed class StartTests
{
    [TestMethod]
    [DataRow("http://localhost:5080", "urls", "http://127.0.0.1:5080", null)]
    [DataRow("http://localhost:5080", "urls", "http://localhost:5080;http://[::1]:5081", null)]
    [DataRow("http://localhost:5080", "urls", "http://0.0.0.0:5080", "Urls")]
    [DataRow("http://localhost:5080", "urls", "http://127.0.0.1:5080;http://*:5081", "Urls")]
    [DataRow("http://localhost:5080", "http_ports", "8080", "http_ports")]
    [DataRow("http://localhost:5080", "Kestrel:Endpoints:Open:Url", "https://10.0.0.1:443", "Kestrel:Endpoints:Open:Url")]
    [DataRow("https://login.example.org", "urls", "http://127.0.0.1:5080", "Site:Origin")]
    public void OutboxBeyondLoopback_IsRefused_AndTheKeyIsNamed(string origin, string key, string value, string? named)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Site:Origin"] = origin, [key] = value })
            .Build();

        var result = new OutboxOnLoopbackOnly(new LoopbackRule(configuration)).Validate(null, new SmsOptions { Provider = "Outbox" });

        Assert.AreEqual(named is not null, result.Failed);
        Assert.Contains(named ?? string.Empty, result.FailureMessage ?? string.Empty);
    }

    [TestMethod]
    [DataRow("https://login.example.org", true)]
    [DataRow("http://localhost:5080", true)]
    [DataRow("http://login.example.org", false)]
    [DataRow("https://login.example.org/path", false)]
    [DataRow("https://bücher.example", false)]
    public void Origin_IsHttpsOrLocalhost(string origin, bool good)
    {
        var result = new SiteOriginRule().Validate(null, new SiteOptions { Origin = new Uri(origin), DataDirectory = "data" });

        Assert.AreEqual(good, result.Succeeded);
    }

    [TestMethod]
    public void MasterKey_IsMadeOnce_AndEveryUseHasItsOwn()
    {
        var options = Options.Create(new SiteOptions
        {
            Origin = new Uri("http://localhost"),
            DataDirectory = Directory.CreateTempSubdirectory("eidbridge-key-").FullName,
        });

        var first = new MasterKey(options);
        var again = new MasterKey(options);

        CollectionAssert.AreEqual(first.For("one"), again.For("one"));
        CollectionAssert.AreNotEqual(first.For("one"), first.For("two"));
    }

    [TestMethod]
    public async Task KeysInTheDatabase_AreWrapped()
    {
        await using var server = ServerHost.OnNewFolder();
        using var browser = await server.OpenBrowserAsync(ServerHost.An);

        var keys = await server.WithAsync<AccountsContext, string>(c => Task.FromResult(string.Concat(c.DataProtectionKeys.Select(k => k.Xml))));

        Assert.Contains("<wrapped", keys);
        Assert.DoesNotContain("<masterKey", keys);
    }
}
