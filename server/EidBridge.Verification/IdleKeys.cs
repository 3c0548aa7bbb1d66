using System.Security.Cryptography;

namespace EidBridge.Verification;

/// <summary>
/// The platform's objects for one key, while no thread uses them. A thread first looks at its processor's place, so that two seldom meet there and an object stays in one
/// processor's cache. No <c>ConcurrentBag</c>: each holds an entry in a table of every thread that touched it until the collector finds it, and a table never shrinks.
/// </summary>
internal sealed class IdleKeys
{
    // A thread may be put aside by the kernel while it verifies: its processor's next one needs an object, too.
    private static readonly int Places = 2 * Environment.ProcessorCount;
    private readonly AsymmetricAlgorithm?[] _places = new AsymmetricAlgorithm?[Places];

    public AsymmetricAlgorithm? Take()
    {
        var first = First();
        for (var i = 0; i < Places; i++)
        {
            if (Interlocked.Exchange(ref _places[(first + i) % Places], null) is { } idle)
            {
                return idle;
            }
        }

        return null;
    }

    /// <summary>Where there is no place left, the object is one too many.</summary>
    public void Add(AsymmetricAlgorithm key)
    {
        var first = First();
        for (var i = 0; i < Places; i++)
        {
            if (Interlocked.CompareExchange(ref _places[(first + i) % Places], key, null) is null)
            {
                return;
            }
        }

        key.Dispose();
    }

    // Two places belong to a processor.
    private static int First() => (2 * Thread.GetCurrentProcessorId()) % Places;
}
