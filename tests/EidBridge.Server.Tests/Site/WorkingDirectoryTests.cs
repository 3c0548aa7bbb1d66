using System.Diagnostics;
using System.Text.Json;
using EidBridge.Server.Accounts;

namespace EidBridge.Server.Tests.Site;

/// <summary>The program itself, started in a folder that somebody else has filled.</summary>
[TestClass]
public sealed class WorkingDirectoryTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-trap-");

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [TestMethod]
    [DataRow("appsettings.json")]
    [DataRow("appsettings.Production.json")]
    public async Task SettingsInTheWorkingDirectory_AreNotRead(string file)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, file), """{ "Trust": { "Directory": "trap" } }""");

        var list = await ListTrustAsync();

        Assert.AreEqual(Path.Combine(_folder.FullName, "data", "trust"), list.GetProperty("directory").GetString());
    }

    [TestMethod]
    public async Task SettingsOfTheEnvironment_AreRead()
    {
        var list = await ListTrustAsync(directory: "elsewhere");

        Assert.AreEqual(Path.Combine(_folder.FullName, "elsewhere"), list.GetProperty("directory").GetString());
    }

    private async Task<JsonElement> ListTrustAsync(string? directory = null)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AccountStore).Assembly.Location, "trust", "list", "--json"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["Trust__Directory"] = directory },
        };
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var program = Process.Start(start)!;
        var said = await program.StandardOutput.ReadToEndAsync(limit.Token);
        await program.WaitForExitAsync(limit.Token);
        Assert.AreEqual(0, program.ExitCode, said);
        return JsonSerializer.Deserialize<JsonElement>(said);
    }
}
