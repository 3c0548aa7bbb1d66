using EidBridge.Host.Prompts;
using EidBridge.Host.Tests.Commands;
using EidBridge.Host.Tests.Messaging;
using EidBridge.Protocol;

namespace EidBridge.Host.Tests.Prompts;

/// <summary>What happens while a window is on its way.</summary>
[TestClass]
public sealed class OpeningPromptTests
{
    private const int Limit = 30_000;
    private static readonly PromptSite Site = new("https://doctor.example", FirstVisit: false);
    private readonly TaskCompletionSource _mayCome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ScriptedPrompt _window = new();

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WhatWasShownLast_IsShownWhenTheWindowHasCome()
    {
        await using var prompt = new OpeningPrompt(Open);
        prompt.Show(Waiting("waiting-for-card"));
        prompt.Show(Waiting("reading-card"));
        _window.At("reading-card", window => window.Cancel());

        _mayCome.SetResult();

        Assert.IsInstanceOfType<PromptEvent.Cancelled>(await prompt.NextEventAsync(TestContext.CancellationToken));
        CollectionAssert.AreEqual((string[])["reading-card"], _window.Screens);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task WindowThatCannotCome_IsToldToWhoeverWaitsForThePerson()
    {
        await using var prompt = new OpeningPrompt(() => throw new EidBridgeException(ErrorCode.PromptUnavailable));
        prompt.Show(Waiting("waiting-for-card"));

        var told = await Assert.ThrowsExactlyAsync<EidBridgeException>(async () => await prompt.NextEventAsync(TestContext.CancellationToken));

        Assert.AreEqual(ErrorCode.PromptUnavailable, told.Code);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task RequestThatEndsFirst_IsNotKept_AndTheWindowIsClosedUnseenWhenItComes()
    {
        var prompt = new OpeningPrompt(Open);
        prompt.Show(Waiting("waiting-for-card"));
        using var gone = new CancellationTokenSource();
        var person = prompt.NextEventAsync(gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => person);
        await prompt.DisposeAsync();

        _mayCome.SetResult();

        await _window.Disposed.WaitAsync(TestContext.CancellationToken);
        Assert.IsEmpty(_window.Screens);
    }

    [TestMethod]
    [Timeout(Limit, CooperativeCancellation = true)]
    public async Task CardIsRead_WhileTheWindowIsOnItsWay()
    {
        using var host = new HostUnderTest(openPrompt: () => new OpeningPrompt(Open));
        host.Readers.Plug("Reader 1");
        host.Readers.Insert("Reader 1", FakeCard.Ec("An", "Peeters", host.Time.GetUtcNow().AddYears(-1), host.Time.GetUtcNow().AddYears(1)));
        host.Readers.OnRead = _ => _mayCome.TrySetResult();
        _window.At("enter-pin", window => window.Enter("1234", card: 0));
        var running = host.RunAsync();
        await host.ReceiveAsync();

        // The window comes only after the card was asked for its certificate.
        await host.SendAsync("""{"command":"authenticate","arguments":{"challengeNonce":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=","origin":"https://doctor.example"}}""");

        Assert.StartsWith("{\"unverifiedCertificate\"", await host.ReceiveAsync().WaitAsync(TestContext.CancellationToken));
        Assert.AreEqual(0, await running.WaitAsync(TestContext.CancellationToken));
    }

    private static PromptView.Waiting Waiting(string state) => new(Site, "en", state);

    private ScriptedPrompt Open()
    {
        _mayCome.Task.Wait(TestContext.CancellationToken);
        return _window;
    }
}
