using Microsoft.EntityFrameworkCore;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>Nonces in PostgreSQL, which lets a hundred writers in at once where SQLite lets in one.</summary>
[TestClass]
public sealed class T9PostgresTests : T9DatabaseTests
{
    private static PostgresCluster? _cluster;
    private readonly string _database = $"shop_{Guid.NewGuid():N}";

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => _cluster = await PostgresCluster.StartAsync();

    [ClassCleanup]
    public static async Task StopAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    [TestMethod]
    public async Task Table_IsWhatTheModelSays()
    {
        var columns = await QueryAsync($"""
            SELECT column_name || ' ' || data_type || coalesce(' ' || character_maximum_length, '') AS "Value"
            FROM information_schema.columns WHERE table_name = 'EidChallenges'
            """);
        var indexes = await QueryAsync($"""SELECT indexdef AS "Value" FROM pg_indexes WHERE tablename = 'EidChallenges'""");

        CollectionAssert.AreEquivalent(new[] { "Nonce character varying 64", "Browser character varying 64", "ExpiresAt bigint" }, columns.ToList());
        Assert.HasCount(3, indexes);
        Assert.IsTrue(indexes.Any(index => index.StartsWith("CREATE UNIQUE INDEX", StringComparison.Ordinal) && index.EndsWith("(\"Nonce\")", StringComparison.Ordinal)));
    }

    protected override void Use(DbContextOptionsBuilder options, int machine) => options.UseNpgsql(_cluster!.ConnectionTo(_database, $"machine {machine}"));
}
