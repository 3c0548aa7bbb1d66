using EidBridge.Host.Commands;
using Microsoft.Extensions.Time.Testing;

namespace EidBridge.Host.Tests.Commands;

/// <summary>The tries that cards had left, in a file of the user.</summary>
[TestClass]
public sealed class TriesMemoryTests
{
    private static readonly string An = Holder(1);
    private static readonly string Bo = Holder(2);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-test-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    private string File => Path.Combine(_folder.FullName, "state", "tries");

    private TriesMemory Memory => new(File, _time);

    [TestCleanup]
    public void Clean() => _folder.Delete(recursive: true);

    [TestMethod]
    public void Tries_AreRememberedByCard_UntilThePinWasRight()
    {
        Memory.Remember(An, 2);
        Memory.Remember(Bo, 2);
        Memory.Remember(An, 1);

        Assert.AreEqual((1, 2), (Memory.Recall(An), Memory.Recall(Bo)));
        Memory.Forget(An);
        Assert.AreEqual((null, 2), (Memory.Recall(An), Memory.Recall(Bo)));
    }

    [TestMethod]
    public void Tries_AreForgottenAfterNinetyDays()
    {
        Memory.Remember(An, 1);

        _time.Advance(TimeSpan.FromDays(90));
        Assert.AreEqual(1, Memory.Recall(An));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.IsNull(Memory.Recall(An));
    }

    [TestMethod]
    public void HundredCards_AreRemembered_TheOldestIsForgotten()
    {
        foreach (var card in Enumerable.Range(1, 101))
        {
            Memory.Remember(Holder(card), 1);
        }

        Assert.AreEqual((null, 1, 1), (Memory.Recall(Holder(1)), Memory.Recall(Holder(2)), Memory.Recall(Holder(101))));
        Assert.HasCount(100, System.IO.File.ReadAllLines(File));
        Assert.HasCount(1, Directory.GetFiles(Path.GetDirectoryName(File)!), "nothing is left beside the file");
    }

    [TestMethod]
    public void SharedDevice_RemembersAsLongAsTheProcess()
    {
        var memory = new TriesMemory(file: null, _time);

        memory.Remember(An, 1);

        Assert.AreEqual(1, memory.Recall(An));
        memory.Forget(An);
        Assert.IsNull(memory.Recall(An));
    }

    [TestMethod]
    public void WrongPin_IsOfTheProcessInWhichItWasTyped()
    {
        var (before, now) = (Memory, Memory);
        before.Remember(An, 2);
        now.Remember(Bo, 1);

        Assert.AreEqual((false, true), (now.IsOfThisProcess(An), now.IsOfThisProcess(Bo)));
    }

    [TestMethod]
    public void FileThatCannotBeWritten_IsNoObstacle()
    {
        System.IO.File.WriteAllText(Path.Combine(_folder.FullName, "state"), "a file where the folder should be");

        var memory = Memory;

        memory.Remember(An, 1);

        Assert.AreEqual((1, null), (memory.Recall(An), Memory.Recall(An)), "as long as the process lasts");
        memory.Forget(An);
        Assert.IsNull(memory.Recall(An));
    }

    [TestMethod]
    [DataRow("x 1 2026-11-25")]
    [DataRow("{0} 10 2026-11-25")]
    [DataRow("{0} 1 yesterday")]
    [DataRow("{0} 1")]
    [DataRow("{0} 1 2027-11-25", DisplayName = "a clock that was wrong")]
    [DataRow("")]
    public void LineThatSaysNothing_IsPassedOver(string line)
    {
        Memory.Remember(Bo, 2);
        System.IO.File.AppendAllText(File, string.Format(System.Globalization.CultureInfo.InvariantCulture, line, An) + "\n");

        Assert.AreEqual((null, 2), (Memory.Recall(An), Memory.Recall(Bo)));
    }

    [TestMethod]
    public void FileBeyondItsSize_IsNotRead()
    {
        Memory.Remember(An, 1);
        System.IO.File.AppendAllText(File, new string('\n', 64 * 1024));

        Assert.IsNull(Memory.Recall(An));
    }

    private static string Holder(int number) => number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);
}
