using EidBridge.Host.Commands;
using EidBridge.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Host.Tests.Commands;

/// <summary>The lock between hosts and the list of sites: both are files of the user.</summary>
[TestClass]
public sealed class UserFilesTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-test-");

    public required TestContext TestContext { get; set; }

    [TestCleanup]
    public void Clean() => _folder.Delete(recursive: true);

    [TestMethod]
    public async Task SecondHost_IsToldBusyAfterTwoSeconds()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(2) };
        using var first = await new CardTurn(_folder.FullName, time).TakeAsync(TestContext.CancellationToken);

        var second = await Assert.ThrowsExactlyAsync<EidBridgeException>(() => new CardTurn(_folder.FullName, time).TakeAsync(TestContext.CancellationToken));

        Assert.AreEqual(ErrorCode.Busy, second.Code);
    }

    [TestMethod]
    public async Task SecondHost_GoesOnWhenTheFirstEnds()
    {
        var time = new FakeTimeProvider();
        var first = await new CardTurn(_folder.FullName, time).TakeAsync(TestContext.CancellationToken);
        var second = new CardTurn(_folder.FullName, time).TakeAsync(TestContext.CancellationToken);

        first.Dispose();
        time.Advance(TimeSpan.FromMilliseconds(100));

        (await second).Dispose();
        Assert.IsTrue(second.IsCompletedSuccessfully);
    }

    [TestMethod]
    public async Task FolderThatCannotBeMade_IsNoObstacle()
    {
        var file = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, string.Empty, TestContext.CancellationToken);
        var nowhere = new CardTurn(Path.Combine(file, "folder"), new FakeTimeProvider());

        using var first = await nowhere.TakeAsync(TestContext.CancellationToken);
        using var second = await nowhere.TakeAsync(TestContext.CancellationToken);

        Assert.IsNotNull(second);
    }

    [TestMethod]
    public void Site_IsNewUntilItWasUsed_AndItsNameIsNotInTheFile()
    {
        var file = Path.Combine(_folder.FullName, "state", "sites");
        new SiteMemory(file).Remember("https://doctor.example");

        var later = new SiteMemory(file);

        Assert.AreEqual((false, true), (later.IsNew("https://doctor.example"), later.IsNew("https://other.example")));
        Assert.DoesNotContain("doctor", File.ReadAllText(file));
    }

    [TestMethod]
    public void SharedDevice_RemembersNothing()
    {
        var memory = new SiteMemory(file: null);

        memory.Remember("https://doctor.example");

        Assert.IsTrue(memory.IsNew("https://doctor.example"));
    }
}
