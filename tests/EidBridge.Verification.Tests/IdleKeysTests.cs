using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace EidBridge.Verification.Tests;

/// <summary>The platform's objects for one key, of which each is one thread's at a time.</summary>
[TestClass]
public sealed class IdleKeysTests
{
    [TestMethod]
    public void KeyThatWaits_IsTakenOnce()
    {
        using var key = ECDsa.Create();
        var idle = new IdleKeys();
        idle.Add(key);

        Assert.AreSame(key, idle.Take());
        Assert.IsNull(idle.Take());
    }

    [TestMethod]
    public void KeyForWhichThereIsNoPlace_IsDisposedOf()
    {
        var idle = new IdleKeys();
        var keys = Enumerable.Range(0, (2 * Environment.ProcessorCount) + 2).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256)).ToList();
        keys.ForEach(idle.Add);

        Assert.ThrowsExactly<ObjectDisposedException>(() => keys[^1].SignHash(new byte[32]));
        var waiting = keys.Select(_ => idle.Take()).OfType<AsymmetricAlgorithm>().ToList();
        CollectionAssert.AreEquivalent(keys.SkipLast(1).ToList(), waiting);
        waiting.ForEach(key => key.Dispose());
    }

    [TestMethod]
    public void Key_IsNeverOfTwoThreads()
    {
        var (idle, used, twice) = (new IdleKeys(), new ConcurrentDictionary<AsymmetricAlgorithm, int>(), 0);

        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            var key = idle.Take() ?? ECDsa.Create();
            Interlocked.Add(ref twice, used.TryAdd(key, i) ? 0 : 1);
            Thread.SpinWait(20);
            used.TryRemove(key, out _);
            idle.Add(key);
        });

        Assert.AreEqual(0, twice);
        while (idle.Take() is { } key)
        {
            key.Dispose();
        }
    }
}
