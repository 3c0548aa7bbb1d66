using Microsoft.EntityFrameworkCore;

namespace EidBridge.Verification.Tests.Conformance;

/// <summary>Nonces in a file of SQLite.</summary>
[TestClass]
public sealed class T9SqliteTests : T9DatabaseTests, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eidbridge-nonces-").FullName;

    protected override bool HasOneWriter => true;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override void Use(DbContextOptionsBuilder options, int machine) =>
        options.UseSqlite($"Data Source={Path.Combine(_folder, "shop.db")};Pooling=False;Default Timeout={(machine == Impatient ? 1 : 30)}");
}
