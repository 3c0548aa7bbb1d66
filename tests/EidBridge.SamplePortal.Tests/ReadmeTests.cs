using EidBridge.Testing;

namespace EidBridge.SamplePortal.Tests;

/// <summary>The example in the library's README is code that runs here.</summary>
[TestClass]
public sealed class ReadmeTests
{
    [TestMethod]
    public void TenLinesOfTheReadme_StandInTheSample_InTheirOrder()
    {
        var readme = File.ReadAllLines(Repository.File("server/EidBridge.Verification/README.md"));
        var example = readme.SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```").Select(line => line.Trim()).ToList();
        var program = File.ReadAllLines(Repository.File("tests/EidBridge.SamplePortal/Program.cs")).Select(line => line.Trim()).ToList();

        Assert.HasCount(10, example.Where(line => line.Length > 1));
        var at = -1;
        foreach (var line in example)
        {
            at = program.IndexOf(line, at + 1);
            Assert.IsGreaterThanOrEqualTo(0, at, $"'{line}' does not follow in the sample");
        }
    }

    [TestMethod]
    public async Task LoginPage_AsksAsTheReadmeDoes_ForTheTokenThatBringsItsCa()
    {
        const string Asks = "const token = await authenticate(nonce, { tokenFormat: \"web-eid:1.1\" });";
        using var eid = new TestEid();
        await using var portal = new Portal(eid);
        using var browser = portal.Browser();

        Assert.Contains(Asks, await browser.GetStringAsync(new Uri("login", UriKind.Relative)));
        Assert.Contains(Asks, await File.ReadAllTextAsync(Repository.File("server/EidBridge.Verification/README.md")));
    }
}
