using System.Security.Cryptography;

namespace EidBridge.Verification;

/// <summary>
/// The platform's objects for one key, while no thread uses them. Most keys are one thread's at a time and have one object. From the second on, a thread first looks at its
/// processor's place, so that two seldom meet there. No <c>ConcurrentBag</c>: each holds an entry in a table of every thread that touched it, and a table never shrinks.
/// </summary>
internal sealed class IdleKeys
{
    // A thread may be put aside by the kernel while it verifies: its processor's next one needs an object, too.
    private static readonly int Places = 2 * Environment.ProcessorCount;
    private AsymmetricAlgorithm? _only;
    private AsymmetricAlgorithm?[]? _places;

    public AsymmetricAlgorithm? Take()
    {
        if (Volatile.Read(ref _places) is { } places)
        {
            var first = First();
            for (var i = 0; i < Places; i++)
            {
                if (Take(ref places[(first + i) % Places]) is { } idle)
                {
                    return idle;
                }
            }
        }

        return Take(ref _only);
    }

    /// <summary>Where there is no place left, the object is one too many.</summary>
    public void Add(AsymmetricAlgorithm key)
    {
        var places = Volatile.Read(ref _places);
        if (places is null)
        {
            if (Interlocked.CompareExchange(ref _only, key, null) is null)
            {
                return;
            }

            var made = new AsymmetricAlgorithm?[Places];
            places = Interlocked.CompareExchange(ref _places, made, null) ?? made;
        }

        var first = First();
        for (var i = 0; i < Places; i++)
        {
            if (Interlocked.CompareExchange(ref places[(first + i) % Places], key, null) is null)
            {
                return;
            }
        }

        key.Dispose();
    }

    // Looked at first: an exchange takes the line from the other processors' caches.
    private static AsymmetricAlgorithm? Take(ref AsymmetricAlgorithm? place) => Volatile.Read(ref place) is null ? null : Interlocked.Exchange(ref place, null);

    // Two places belong to a processor.
    private static int First() => (2 * Thread.GetCurrentProcessorId()) % Places;
}
