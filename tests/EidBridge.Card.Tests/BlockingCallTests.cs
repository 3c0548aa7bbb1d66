using EidBridge.Card.Pcsc;

namespace EidBridge.Card.Tests;

/// <summary>A call of the service that does not come back in time.</summary>
[TestClass]
public sealed class BlockingCallTests
{
    private readonly TaskCompletionSource _service = new();
    private readonly TaskCompletionSource<int> _late = new();

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [Timeout(10_000, CooperativeCancellation = true)]
    public void AnswerInTime_IsReturned() =>
        Assert.AreEqual(7, BlockingCall.Run(() => 7, _late.SetResult, TimeSpan.FromSeconds(5), TestContext.CancellationToken));

    [TestMethod]
    [Timeout(10_000, CooperativeCancellation = true)]
    public async Task AnswerAfterTheLimit_IsGivenBackToWhoeverCleansUp()
    {
        Assert.IsNull(BlockingCall.Run(Answer, _late.SetResult, TimeSpan.FromMilliseconds(1), TestContext.CancellationToken));

        _service.SetResult();

        Assert.AreEqual(7, await _late.Task);
    }

    [TestMethod]
    [Timeout(10_000, CooperativeCancellation = true)]
    public async Task GivenUp_TheWaitEndsAtOnceAndTheAnswerIsCleanedUp()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        Assert.ThrowsExactly<OperationCanceledException>(() => BlockingCall.Run(Answer, _late.SetResult, TimeSpan.FromSeconds(5), gone.Token));
        _service.SetResult();

        Assert.AreEqual(7, await _late.Task);
    }

    [TestMethod]
    [Timeout(10_000, CooperativeCancellation = true)]
    public void Failure_IsThrownAsItIs() => Assert.ThrowsExactly<DllNotFoundException>(
        () => BlockingCall.Run<int>(() => throw new DllNotFoundException(), _late.SetResult, TimeSpan.FromSeconds(5), TestContext.CancellationToken));

    private int Answer()
    {
        _service.Task.Wait();
        return 7;
    }
}
