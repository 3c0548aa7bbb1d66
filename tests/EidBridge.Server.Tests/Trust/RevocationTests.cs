using EidBridge.Protocol;
using EidBridge.Server.Development;
using EidBridge.Server.Tests.Journey;
using EidBridge.Server.Tests.Login;
using EidBridge.Server.Trust;
using Microsoft.Extensions.Configuration;

namespace EidBridge.Server.Tests.Trust;

/// <summary>That the server asks whether a card has been revoked, and may not be told not to.</summary>
[TestClass]
public sealed class RevocationTests
{
    [TestMethod]
    public async Task ResponderThatNobodyRuns_RefusesTheLogin()
    {
        await using var server = ServerHost.OnNewFolder();
        await using var trusting = EidVisitor.Trusting(server);
        await using var asking = trusting.WithWebHostBuilder(builder =>
        {
            builder.UseSetting("Trust:Revocation:Ask", "true");
            builder.UseSetting("Trust:Revocation:AllowedHosts:0", "127.0.0.1:9");
        });
        using var visitor = EidVisitor.Of(asking);

        Assert.AreEqual(ErrorCode.RevocationUnavailable, await visitor.PostAsync(EidVisitor.Sign(await visitor.AskNonceAsync())));
    }

    [TestMethod]
    [DataRow("http://localhost:5080", null, null)]
    [DataRow("https://portal.example", null, "Trust:Revocation:Ask")]
    [DataRow("http://localhost:5080", "http://127.0.0.1/ocsp", "AllowedHosts")]
    public void AskingNobody_BeyondLoopback_OrWhatIsNoHost_StopsTheServer(string origin, string? host, string? named)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Site:Origin"] = origin, ["urls"] = "http://127.0.0.1:5080" })
            .Build();
        var settings = new RevocationSettings { Ask = host is null ? false : null, AllowedHosts = host is null ? [] : [host] };

        var result = new RevocationRule(new LoopbackRule(configuration)).Validate(null, new TrustOptions { Revocation = settings });

        Assert.AreEqual(named is null, result.Succeeded);
        Assert.Contains(named ?? string.Empty, result.FailureMessage ?? string.Empty);
    }
}
