using System.Globalization;
using System.Text.Json;
using EidBridge.Server.Site;
using EidBridge.Server.Tests.Journey;
using EidBridge.Server.Tests.Login;
using EidBridge.Server.Trust;
using EidBridge.VirtualCard;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace EidBridge.Server.Tests.Trust;

/// <summary><c>trust check</c> and <c>/health/ready</c>: what is wrong with the trusted certificates, before the first card is refused for it.</summary>
[TestClass]
public sealed class TrustCheckTests : IAsyncDisposable
{
    private readonly TrustStage _stage = new();

    [TestMethod]
    public async Task NothingHere_IsSaid_WithWhatToDo()
    {
        var (code, text) = await _stage.RunAsync("check");

        Assert.AreEqual(1, code);
        Assert.Contains("No root is here", text);
        Assert.Contains("trust fetch", text);
        Assert.Contains("trust import", text);
    }

    [TestMethod]
    public async Task RootThatIsMissing_IsNamed()
    {
        await ImportAsync(TrustStage.Pki.EcRoot);

        var (code, json) = await _stage.RunJsonAsync("check");

        Assert.AreEqual(1, code);
        Assert.IsFalse(json.GetProperty("holds").GetBoolean());
        Assert.AreEqual("Root RSA is missing: the cards below it are refused.", json.GetProperty("findings").EnumerateArray().Single().GetProperty("what").GetString());
    }

    [TestMethod]
    public async Task OneFormOfARoot_IsEnough()
    {
        _stage.Pins = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [TrustStage.FingerprintOf(TrustStage.Pki.EcRoot)] = "Root",
            [TrustStage.FingerprintOf(TrustStage.Pki.RsaRoot)] = "Root (reissued)",
        };
        await ImportAsync(TrustStage.Pki.RsaRoot);

        Assert.AreEqual(0, (await _stage.RunAsync("check")).Code);
    }

    [TestMethod]
    [DataRow(7300 - 91, null)]
    [DataRow(7300 - 89, "Root EC ends on")]
    [DataRow(7301, "Root EC has ended on")]
    public async Task EndOfARoot_IsSaidBeforeItComes(int days, string? finding)
    {
        await ImportAsync(TrustStage.Pki.EcRoot, TrustStage.Pki.RsaRoot);
        _stage.Clock.Advance(TimeSpan.FromDays(days));
        await ImportAsync(TrustStage.Pki.EcRoot);

        var (code, text) = await _stage.RunAsync("check");

        Assert.AreEqual(finding is null ? 0 : 1, code);
        Assert.Contains(finding ?? "In order: 2 roots", text);
    }

    [TestMethod]
    [DataRow(180, 0)]
    [DataRow(181, 1)]
    public async Task CertificatesThatNobodyUpdated_GrowOld_AndAnUpdateMakesThemYoung(int days, int expected)
    {
        await ImportAsync(TrustStage.Pki.EcRoot, TrustStage.Pki.RsaRoot);
        _stage.Clock.Advance(TimeSpan.FromDays(days) + TimeSpan.FromMinutes(expected));

        var (code, json) = await _stage.RunJsonAsync("check");

        Assert.AreEqual(expected, code);
        Assert.AreEqual(days, json.GetProperty("ageDays").GetInt32());
        await ImportAsync(TrustStage.Pki.EcRoot);
        Assert.AreEqual(0, (await _stage.RunAsync("check")).Code);
    }

    [TestMethod]
    public async Task List_TellsRootsIssuersAndAges()
    {
        await ImportAsync(TrustStage.Pki.EcRoot, TrustStage.Pki.IssuingCa(Applet.V18, foreigner: false));
        _stage.Clock.Advance(TimeSpan.FromDays(3));

        var (code, text) = await _stage.RunAsync("list");
        var (_, json) = await _stage.RunJsonAsync("list");

        Assert.AreEqual(0, code);
        Assert.Contains("last updated 2026-11-24, 3 days ago", text);
        Assert.Contains("missing           Root RSA", text);
        Assert.Contains("issuer   until", text);
        Assert.AreEqual("Citizen CA", json.GetProperty("issuers").EnumerateArray().Single().GetProperty("name").GetString());
    }

    [TestMethod]
    public async Task FileThatCannotBeRead_IsNamed()
    {
        _stage.Write("trust/broken.crt", "no certificate"u8.ToArray());

        var (code, text) = await _stage.RunAsync("check");

        Assert.AreEqual(4, code);
        Assert.Contains("broken.crt", text);
        Assert.Contains("take it away and import its certificate again", text);
    }

    [TestMethod]
    public async Task Health_IsDegradedWithoutRoots_AndTellsTheAges()
    {
        await using var server = ServerHost.OnNewFolder();

        var (status, trust) = await ReadyAsync(server.CreateClient());

        Assert.AreEqual("Degraded", status);
        Assert.AreEqual("Degraded", trust.GetProperty("status").GetString());
        Assert.Contains("No root is here", trust.GetProperty("description").GetString()!);
        Assert.AreEqual(-1, trust.GetProperty("data").GetProperty("ageDays").GetInt32());
    }

    [TestMethod]
    public async Task Health_OfADevelopmentServer_IsNotAboutBelgium()
    {
        await using var server = ServerHost.OnNewFolder();
        await using var trusting = EidVisitor.Trusting(server);

        Assert.AreEqual("Healthy", (await ReadyAsync(trusting.CreateClient())).Trust.GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task Health_AfterAnImport_SaysThatTheServerMustBeStartedAgain()
    {
        const string Restart = "restart the server to use what was imported";
        await using (var server = new ServerHost(_stage.Folder))
        {
            var (_, before) = await ReadyAsync(server.CreateClient());
            await ImportAsync(TrustStage.Pki.EcRoot, TrustStage.Pki.IssuingCa(Applet.V18, foreigner: false));
            var (status, after) = await ReadyAsync(server.CreateClient());

            Assert.DoesNotContain(Restart, before.GetProperty("description").GetString()!);
            Assert.AreEqual("Degraded", status);
            Assert.Contains(Restart, after.GetProperty("description").GetString()!);
        }

        await using var again = new ServerHost(_stage.Folder);
        Assert.DoesNotContain(Restart, (await ReadyAsync(again.CreateClient())).Trust.GetProperty("description").GetString()!);
    }

    [TestMethod]
    public async Task Health_OfADevelopmentServer_SaysSoToo()
    {
        await using var server = new ServerHost(_stage.Folder);
        await using var trusting = EidVisitor.Trusting(server);
        Assert.AreEqual("Healthy", (await ReadyAsync(trusting.CreateClient())).Trust.GetProperty("status").GetString());

        await ImportAsync(TrustStage.Pki.EcRoot);

        Assert.AreEqual("Degraded", (await ReadyAsync(trusting.CreateClient())).Trust.GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task Health_InOrder_TellsEndsAndAge()
    {
        await ImportAsync(TrustStage.Pki.EcRoot, TrustStage.Pki.RsaRoot, TrustStage.Pki.IssuingCa(Applet.V18, foreigner: false));
        var options = Options.Create(new TrustOptions());
        var site = Options.Create(new SiteOptions { Origin = new Uri("https://portal.example"), DataDirectory = _stage.Folder });
        var store = new TrustStore(options, site, _stage.Clock);
        _stage.Clock.Advance(TimeSpan.FromDays(3));

        var result = await new TrustHealth(options, site, store, _stage.Clock, _stage.Pins).CheckHealthAsync(new HealthCheckContext());

        Assert.AreEqual(HealthStatus.Healthy, result.Status, result.Description);
        Assert.AreEqual(3, result.Data["ageDays"]);
        Assert.AreEqual(1, result.Data["issuers"]);
        Assert.AreEqual(TrustStage.Pki.EcRoot.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), result.Data["Root EC"]);
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    private static async Task<(string Status, JsonElement Trust)> ReadyAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        var json = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        client.Dispose();
        return (json.GetProperty("status").GetString()!, json.GetProperty("entries").GetProperty("trust"));
    }

    private async Task ImportAsync(params System.Security.Cryptography.X509Certificates.X509Certificate2[] certificates)
    {
        var files = certificates.Select(certificate => _stage.Write($"offered/{TrustStage.FileOf(certificate)}", certificate.RawData)).ToArray();
        Assert.AreEqual(0, (await _stage.RunAsync(["import", .. files])).Code);
    }
}
