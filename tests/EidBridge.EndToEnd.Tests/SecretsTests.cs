using System.Text;
using EidBridge.Demo;
using EidBridge.VirtualCard;

namespace EidBridge.EndToEnd.Tests;

[TestClass]
[DoNotParallelize]
public sealed class SecretsTests : OnStage
{
    private const string Pin = "58213";

    [TestMethod]
    [Timeout(180_000, CooperativeCancellation = true)]
    public async Task Journey_LeavesNoSecretInAnyLog()
    {
        await SetAsync(new StageOptions { Pin = Pin });
        await Journey.RegisterAsync(CancellationToken);
        var code = await Journey.LastCodeAsync("sms");
        await Journey.FillInActivationAsync(code);
        await Journey.ActivateAsync();
        await Journey.Page.WaitForURLAsync("**/login**");
        await Journey.LogInWithPasswordAsync();
        await Journey.WaitForAccountAsync();

        var logs = LogFiles().ToList();
        Assert.IsTrue(logs.Exists(f => f.StartsWith(Stage.Server.Folder, StringComparison.Ordinal)), "the server wrote a log");
        Assert.IsTrue(logs.Exists(f => f.Contains("/home/", StringComparison.Ordinal)), "the host wrote a log");
        string[] secrets = [Pin, "2558213", code, CardPersons.An.NationalNumber, Journey.Password, Journey.Email];
        foreach (var text in logs.Select(File.ReadAllText).Append(Stage.Server.Output))
        {
            foreach (var secret in secrets)
            {
                Assert.IsFalse(text.Contains(secret, StringComparison.Ordinal), "a secret is in a log");
            }
        }

        AssertNowhere(Encoding.ASCII.GetBytes(CardPersons.An.NationalNumber), "the national number");
        AssertNowhere(Encoding.ASCII.GetBytes(Journey.Password), "the password");
    }

    private IEnumerable<string> LogFiles() =>
        Directory.EnumerateFiles(Stage.Folder, "*.log", SearchOption.AllDirectories).Where(f => !f.Contains("/profile/", StringComparison.Ordinal));

    /// <summary>Not in the database, nor in anything else that the server or the host wrote.</summary>
    private void AssertNowhere(byte[] secret, string what)
    {
        foreach (var folder in (string[])[Stage.Server.Folder, Path.Combine(Stage.Folder, "home"), Path.Combine(Stage.Folder, "runtime")])
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                Assert.AreEqual(-1, File.ReadAllBytes(file).AsSpan().IndexOf(secret), $"{what} is in {Path.GetFileName(file)}");
            }
        }
    }
}
