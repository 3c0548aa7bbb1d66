using EidBridge.Demo;
using EidBridge.VirtualCard;

namespace EidBridge.EndToEnd.Tests;

/// <summary>A stage of its own for each test: nothing is shared, so no test can spoil another.</summary>
public abstract class OnStage
{
    private Stage? _stage;

    public TestContext TestContext { get; set; } = null!;

    protected Stage Stage => _stage ?? throw new InvalidOperationException("The stage is not set");

    protected Journey Journey { get; private set; } = null!;

    /// <summary>Commands for the card's issuing CA, SELECT and its blocks, which the host reads once and then knows.</summary>
    protected int CommandsForTheCa
    {
        get
        {
            var file = Path.Combine(Stage.Folder, "pki", Stage.Options.Applet == Applet.V18 ? "ca-citizen-ec.crt" : "ca-citizen-rsa.crt");
            return 1 + (int)((new FileInfo(file).Length + 255) / 256);
        }
    }

    protected CancellationToken CancellationToken => TestContext.CancellationToken;

    protected async Task SetAsync(StageOptions? options = null)
    {
        _stage = await Stage.SetAsync(options ?? new StageOptions(), CancellationToken);
        if (_stage.Options.WithBrowser)
        {
            Journey = await Journey.BeginAsync(_stage);
        }
    }

    [TestCleanup]
    public async Task StrikeAsync()
    {
        if (_stage is null)
        {
            return;
        }

        try
        {
            if (TestContext.CurrentTestOutcome != UnitTestOutcome.Passed)
            {
                await KeepEvidenceAsync(_stage, Directory.CreateDirectory(Path.Combine(Repository.Root, "dist", "failed", TestContext.TestName!)).FullName);
            }
        }
        finally
        {
            await _stage.DisposeAsync();
        }
    }

    /// <summary>What was on the screen, what host and server logged, and what the card saw.</summary>
    private static async Task KeepEvidenceAsync(Stage stage, string folder)
    {
        await stage.Display.ScreenshotAsync(Path.Combine(folder, "screen.png"), CancellationToken.None);
        await File.WriteAllLinesAsync(Path.Combine(folder, "card.txt"), (await stage.Card.LogAsync(CancellationToken.None)).Select(e => e.ToString()));
        foreach (var log in Directory.EnumerateFiles(stage.Folder, "*.log", SearchOption.AllDirectories).Where(f => !f.Contains("/profile/", StringComparison.Ordinal)))
        {
            File.Copy(log, Path.Combine(folder, Path.GetFileName(log)), overwrite: true);
        }
    }
}
