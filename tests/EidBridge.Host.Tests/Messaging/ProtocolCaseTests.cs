namespace EidBridge.Host.Tests.Messaging;

/// <summary>Plays every file of <c>cases/</c> through the real loop.</summary>
[TestClass]
public sealed class ProtocolCaseTests
{
    public static IEnumerable<TestDataRow<string>> Cases =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "cases"), "*.json").Order(StringComparer.Ordinal)
            .Select(file => new TestDataRow<string>(file) { DisplayName = Path.GetFileNameWithoutExtension(file) });

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    [Timeout(30_000, CooperativeCancellation = true)]
    public async Task Conversation_GoesAsWritten(string file)
    {
        var written = ConversationCase.Load(file);
        using var host = new HostUnderTest(written.Configuration);
        written.SetTheStage(host);

        var running = host.RunAsync();
        foreach (var turn in written.Turns)
        {
            await PlayAsync(written, host, turn).WaitAsync(TestContext.CancellationToken);
        }

        var code = await running.WaitAsync(TestContext.CancellationToken);
        Assert.AreEqual(written.ExitCode, code);
        Assert.IsNull(await host.ReceiveAsync(), "a frame more than expected");
        Assert.IsEmpty(host.Prompt.LeftOver, "screens that were not shown");
        Assert.AreEqual(0, host.Readers.Open, "cards left connected");
        AssertSame(written.Screens, host.Prompt.Screens, "screens");
        AssertSame(written.Uses, host.Readers.Uses, "uses of cards");
    }

    private static async Task PlayAsync(ConversationCase written, HostUnderTest host, System.Text.Json.JsonElement turn)
    {
        foreach (var act in turn.EnumerateObject())
        {
            switch (act.Name)
            {
                case "send":
                    await host.SendAsync(written.Fill(act.Value).GetRawText());
                    break;
                case "sendText":
                    await host.SendAsync(act.Value.GetString()!);
                    break;
                case "sendHex":
                    await host.Input.WriteAsync(Convert.FromHexString(act.Value.GetString()!));
                    await host.Input.FlushAsync();
                    break;
                case "end":
                    host.End();
                    break;
                case "expect":
                    JsonPattern.AssertMatches(written.Fill(act.Value), await host.ReceiveAsync() ?? "null");
                    break;
                default:
                    throw new InvalidDataException($"unknown act {act.Name}");
            }
        }
    }

    private static void AssertSame(IReadOnlyList<string>? expected, List<string> actual, string what)
    {
        if (expected is not null)
        {
            Assert.AreEqual(string.Join(" | ", expected), string.Join(" | ", actual), what);
        }
    }
}
