using EidBridge.Demo;

namespace EidBridge.EndToEnd.Tests;

/// <summary>A stage of its own for each test: nothing is shared, so no test can spoil another.</summary>
public abstract class OnStage
{
    private Stage? _stage;

    public TestContext TestContext { get; set; } = null!;

    protected Stage Stage => _stage ?? throw new InvalidOperationException("The stage is not set");

    protected Journey Journey { get; private set; } = null!;

    protected CancellationToken CancellationToken => TestContext.CancellationToken;

    protected async Task SetAsync(StageOptions? options = null)
    {
        _stage = await Stage.SetAsync(options ?? new StageOptions(), CancellationToken);
        Journey = await Journey.BeginAsync(_stage);
    }

    [TestCleanup]
    public async Task StrikeAsync()
    {
        if (_stage is null)
        {
            return;
        }

        if (TestContext.CurrentTestOutcome != UnitTestOutcome.Passed)
        {
            var file = Path.Combine(Repository.Root, "dist", "results", $"{TestContext.TestName}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await _stage.Display.ScreenshotAsync(file, CancellationToken.None);
            TestContext.AddResultFile(file);
        }

        await _stage.DisposeAsync();
    }
}
