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
        var keys = Enumerable.Range(0, (2 * Environment.ProcessorCount) + 1).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256)).ToList();
        keys.ForEach(idle.Add);

        Assert.ThrowsExactly<ObjectDisposedException>(() => keys[^1].SignHash(new byte[32]));
        var waiting = keys.Select(_ => idle.Take()).OfType<AsymmetricAlgorithm>().ToList();
        CollectionAssert.AreEquivalent(keys.SkipLast(1).ToList(), waiting);
        waiting.ForEach(key => key.Dispose());
    }
}
