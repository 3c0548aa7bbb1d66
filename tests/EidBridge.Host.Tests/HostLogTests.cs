using EidBridge.Host.Configuration;
using Microsoft.Extensions.Logging;

namespace EidBridge.Host.Tests;

/// <summary>What each word of <c>logLevel</c> lets into the file.</summary>
[TestClass]
public sealed class HostLogTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidbridge-");

    [TestCleanup]
    public void Clean() => _folder.Delete(recursive: true);

    [TestMethod]
    [DataRow(LogLevel.None, "")]
    [DataRow(LogLevel.Error, "Error")]
    [DataRow(LogLevel.Warning, "Warn Error")]
    [DataRow(LogLevel.Information, "Info Warn Error")]
    [DataRow(LogLevel.Debug, "Debug Info Warn Error")]
    public void Level_LetsItsOwnLinesAndWorseIntoTheFile(LogLevel lowest, string expected)
    {
        using (var factory = HostLog.Open(new HostConfiguration { LogLevel = lowest, LogDirectory = _folder.FullName }))
        {
            var logger = factory.CreateLogger("test");
            foreach (var level in (LogLevel[])[LogLevel.Trace, LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error])
            {
#pragma warning disable CA1848, CA1873 // Five lines of a test.
                logger.Log(level, "a line");
#pragma warning restore CA1848, CA1873
            }
        }

        var lines = _folder.GetFiles().SelectMany(file => File.ReadAllLines(file.FullName));
        Assert.AreEqual(expected, string.Join(' ', lines.Select(line => line.Split(' ')[2])));
    }
}
